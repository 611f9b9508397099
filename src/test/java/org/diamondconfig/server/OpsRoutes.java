/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The rows of {@link ApiTable} about what operators do to one node. */
final class OpsRoutes {

    static final List<Route> ROUTES = List.of(
            new Route(
                    "POST",
                    "/ops/adopt",
                    "Take the store that stands where this node's was for its own, or its own as it is after it went back",
                    Action.OPERATE,
                    List.of("store"),
                    List.of(),
                    List.of(
                            "200: the epoch from now on",
                            "400: BAD_PARAMETER",
                            FORBIDDEN,
                            "409: STORE_NOT_CHANGED, OTHER_STORE, STORE_EMPTY",
                            "503: STORE_DOWN"),
                    "",
                    "store=0123456789abcdef",
                    ""),
            new Route(
                    "POST",
                    "/ops/dump",
                    "Compare every row with the dump",
                    Action.OPERATE,
                    List.of(),
                    List.of(),
                    List.of("202: begun", FORBIDDEN),
                    "",
                    "",
                    ""),
            new Route(
                    "POST",
                    "/ops/drain",
                    "Send the clients of this node elsewhere: it is not ready, and holds no polls",
                    Action.OPERATE,
                    List.of(),
                    List.of(),
                    List.of("200: whether it does so, and whether it did not before", FORBIDDEN),
                    "reads and writes go on; not kept over a restart",
                    "",
                    ""),
            new Route(
                    "DELETE",
                    "/ops/drain",
                    "Take clients again",
                    Action.OPERATE,
                    List.of(),
                    List.of(),
                    List.of("200: whether it sends them elsewhere, and whether it did before", FORBIDDEN),
                    "",
                    "",
                    ""));

    private OpsRoutes() {}
}
