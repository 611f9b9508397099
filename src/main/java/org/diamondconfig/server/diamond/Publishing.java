/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.aggregate.Aggregates;
import org.diamondconfig.server.aggregate.DatumChange;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.wire.ConfigKey;

/** Whole keys published and removed through this face. Thread-safe. */
@Component
final class Publishing {

    private static final String KIND_MISMATCH = "KIND_MISMATCH";

    private final Configs configs;
    private final Aggregates aggregates;
    private final Access access;

    @Inject
    Publishing(Configs configs, Aggregates aggregates, Access access) {
        this.configs = configs;
        this.aggregates = aggregates;
        this.access = access;
    }

    /** Publishes {@code content}; 403 if the key is merged from datums. */
    Page publish(Ask ask) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.PUBLISH, key);
        Publication publication = Publication.of(key, ask.form().required("content"));
        return ofKind(key.dataId() + " IS aggr", () -> configs.publish(ask.caller(), publication));
    }

    /** Removes the key with all it consists of; it is no error that there is none. */
    Page remove(Ask ask) {
        ConfigKey key = ask.form().key();
        access.check(ask.caller(), Action.REMOVE, key);
        try {
            removeWhole(ask.caller(), key);
        } catch (NotFound absent) {
            return Page.OK;
        }
        return Page.OK;
    }

    private void removeWhole(Caller caller, ConfigKey key) {
        try {
            configs.remove(caller, key, Precondition.NONE, "", Optional.empty());
        } catch (Conflict e) {
            if (!e.code().equals(KIND_MISMATCH)) {
                throw e;
            }
            aggregates.change(DatumChange.removeAll(caller, key));
        }
    }

    /** What is done, unless the key is of the other kind: that is 403 here, with these words. */
    static Page ofKind(String otherwise, Runnable change) {
        try {
            change.run();
            return Page.OK;
        } catch (Conflict e) {
            if (e.code().equals(KIND_MISMATCH)) {
                return Page.refusal(HttpServletResponse.SC_FORBIDDEN, otherwise);
            }
            throw e;
        }
    }
}
