/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.namespace.KindRules;
import org.diamondconfig.server.notify.Hints;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.ConfigKey;

/** What the original's operators and their scripts ask of a server. Thread-safe. Nothing here tells or takes a password. */
@Component
final class Operations {

    private final Configs configs;
    private final Hints hints;
    private final Database database;
    private final Settings settings;
    private final Access access;

    @Inject
    Operations(Configs configs, Hints hints, Database database, Settings settings, Access access) {
        this.configs = configs;
        this.hints = hints;
        this.database = database;
        this.settings = settings;
        this.access = access;
    }

    /** Takes a hint that a key may have changed: it is read from the database, and nothing that the hint says is believed. */
    Page look(Ask ask) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.READ, key);
        hints.take(key);
        return Page.OK;
    }

    /**
     * Lets whoever logs in to an open server, or out of it, go on. A closed one says where that is done: this face knows no
     * sessions, and an OK to whatever password would be a lie.
     */
    Page login(Ask ask) {
        if (!access.isOpen()) {
            throw new Forbidden(
                    "SIGN_IN_ELSEWHERE",
                    "Sign in by POST /api/v1/session, and out by DELETE; here a request shows a token.");
        }
        return Page.OK;
    }

    /** The rules that say which keys are merged from datums, as they are published. */
    Page kinds(Ask ask) {
        ConfigKey key = KindRules.keyOf(ConfigKey.PUBLIC);
        access.check(ask.caller(), Action.READ, key);
        return Page.text(configs.find(key).map(Config::content).orElse(""));
    }

    /** Refuses what is asked about users, and says where they are. */
    Page users(Ask ask) {
        throw new Forbidden(
                "USERS_ELSEWHERE",
                "Users are kept at /api/v1/access/accounts, and their passwords set at /api/v1/access/passwords.");
    }

    /** Refuses to remove a row by its number. */
    Page removeById(Ask ask) {
        throw new BadRequest("NO_ROW_NUMBERS", "Rows have no numbers here; use deleteConfigByDataIdGroup.");
    }

    /** The switches of the original, as they stand. */
    Page switches(Ask ask) {
        operate(ask);
        return Page.text("enableAccessControl=" + !access.isOpen() + "\n");
    }

    /** Which database this is, without what may be secret in its URL. */
    Page database(Ask ask) {
        operate(ask);
        String kind = settings.isSet(Knob.DATASOURCE_JNDI)
                ? "pool of the container"
                : settings.isSet(Knob.DATASOURCE_URL) ? "jdbc of this server" : "H2 in the data folder";
        String store = database.epoch().map(epoch -> ", store " + epoch).orElse("");
        return Page.text(kind + store + ", " + database.state().status() + "\n");
    }

    /** Refuses to read settings again. */
    Page reload(Ask ask) {
        operate(ask);
        throw new BadRequest("NOT_RELOADED", "Settings are read when the server starts; start it again.");
    }

    private void operate(Ask ask) {
        access.checkServer(ask.caller(), Action.OPERATE);
    }
}
