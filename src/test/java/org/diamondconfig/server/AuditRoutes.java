/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.STORE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that is about the audit trail. */
final class AuditRoutes {

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/audit",
                    "List the audit trail: who did what, and who was refused, newest first",
                    Action.OPERATE,
                    ApiTable.and("who", "action", "outcome", "from", "to", "cursor", "limit"),
                    List.of(),
                    List.of(
                            "200: one page",
                            "400: INVALID_NAME, BAD_PARAMETER, BAD_CURSOR",
                            FORBIDDEN,
                            "503: SEARCH_TIMEOUT, STORE_DOWN, STORE_CHANGED, STORE_BUSY"),
                    "outcome=done, refused or a code; from and to as 2026-01-31T08:00:00Z; limit 50, brought into 1..500; names exact;"
                            + " 3 s",
                    "limit=1",
                    ""),
            new Route(
                    "GET",
                    "/audit/verify",
                    "Tell whether the audit trail is as it was written",
                    Action.OPERATE,
                    List.of("after"),
                    List.of(),
                    List.of("200: what was looked at, and each fault", "400: BAD_PARAMETER", FORBIDDEN, STORE),
                    "2,000 seals a call, 100 faults; after=next goes on",
                    "",
                    ""));

    private AuditRoutes() {}
}
