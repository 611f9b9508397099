/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;

/** Which {@link Command} answers which path, verb and {@code method}. Immutable. */
@Component
final class Commands {

    /** What one of the original's controllers does for one value of the parameter {@code method}. Thread-safe. */
    @FunctionalInterface
    interface Command {

        /**
         * Does it.
         *
         * @throws ProblemException if it is refused; the face says so in the original's words
         */
        Page run(Ask ask);
    }

    /** Who asks, and with which parameters. */
    record Ask(Caller caller, Form form) {}

    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String ADMIN = "/admin.do";

    /** A byte of content takes three when it is escaped; the rest is for the other parameters. */
    private static final int ESCAPED = 3;

    private static final int OTHER_PARAMETERS = 64 << 10;

    private final Map<String, Command> table = new HashMap<>();
    private final long maxForm;

    @Inject
    Commands(Publishing publishing, DatumCommands datums, Administration admin, Settings settings) {
        maxForm = ESCAPED * settings.bytes(Knob.CONTENT_MAX) + OTHER_PARAMETERS;
        basestone(publishing, datums);
        datum(publishing, datums);
        configurations(publishing, admin);
        clients(admin.watchers);
        operations(admin.operations);
    }

    /** What answers people and their tools. */
    @Component
    record Administration(Batches batches, Listing listing, Watchers watchers, Operations operations) {

        @Inject
        Administration {}
    }

    private void basestone(Publishing publishing, DatumCommands datums) {
        String path = "/basestone.do";
        put(path, POST, publishing::publish, "syncUpdateAll", "updateAll");
        put(path, POST, publishing::remove, "syncDeleteAll", "deleteAll");
        put(path, POST, datums::post, "postConfig");
        put(path, POST, datums::update, "updateConfig", "syncUpdateConfig");
        put(path, POST, datums::removeByContent, "deleteConfig", "syncDeleteConfig");
    }

    private void datum(Publishing publishing, DatumCommands datums) {
        String path = "/datum.do";
        put(path, POST, datums::add, "addDatum");
        put(path, GET, datums::list, "listDatum");
        put(path, POST, datums::remove, "deleteDatum");
        put(path, POST, publishing::remove, "deleteAllDatums");
    }

    private void configurations(Publishing publishing, Administration admin) {
        put(ADMIN, POST, publishing::publish, "postConfig", "postConfigNew", "updateConfig", "updateConfigNew");
        put(ADMIN, GET, publishing::remove, "deleteConfigByDataIdGroup");
        put(ADMIN, GET, admin.operations::removeById, "deleteConfig");
        put(ADMIN, GET, admin.listing::exact, "listConfig");
        put(ADMIN, GET, admin.listing::like, "listConfigLike");
        put(ADMIN, GET, admin.listing::detail, "detailConfig");
        put(ADMIN, POST, admin.batches::query, "batchQuery");
        put(ADMIN, POST, admin.batches::publish, "batchAddOrUpdate");
    }

    private void clients(Watchers watchers) {
        put(ADMIN, GET, watchers::isPolling, "isClientInPolling");
        put(ADMIN, GET, watchers::keysOfClient, "listClientSubConfig");
        put(ADMIN, GET, watchers::clientsOfKey, "listAllClientSubConfig");
        put(ADMIN, GET, watchers::isCurrentOfClient, "listSubscriber");
        put(ADMIN, GET, watchers::statesOfClient, "listSubStatus");
        put(ADMIN, GET, watchers::isCurrentOfKey, "listSubscriberByGroup");
        put(ADMIN, GET, watchers::statesOfKey, "listSubsByGroup");
    }

    private void operations(Operations operations) {
        put(ADMIN, GET, operations::users, "listUser", "reloadUser", "deleteUser", "changePassword");
        put(ADMIN, POST, operations::users, "addUser");
        put(ADMIN, GET, operations::kinds, "getAggrWhitelist");
        put("/notify.do", GET, operations::look, "notifyConfigInfo");
        put("/login.do", POST, operations::login, "login");
        put("/login.do", GET, operations::login, "logout");
        put("/switch.do", GET, operations::switches, "list");
        put("/switch.do", GET, operations::reload, "reload");
        put("/db.do", GET, operations::database, "getCurrentDB");
        put("/db.do", GET, operations::reload, "reload");
    }

    private void put(String path, String verb, Command command, String... methods) {
        for (String method : methods) {
            table.put(name(path, verb, method), command);
        }
    }

    private static String name(String path, String verb, String method) {
        return verb + ' ' + path + ' ' + method;
    }

    /** Most bytes of a form. */
    long maxForm() {
        return maxForm;
    }

    /**
     * What answers.
     *
     * @throws BadRequest UNKNOWN_METHOD if nothing does
     */
    Command find(String path, String verb, String method) {
        Command found = table.get(name(path, verb, method));
        if (found == null) {
            throw new BadRequest("UNKNOWN_METHOD", "method: nothing of that name is done here for " + verb);
        }
        return found;
    }
}
