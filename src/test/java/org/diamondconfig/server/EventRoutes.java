/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.and;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The rows of {@link ApiTable} about what is told while it happens. */
final class EventRoutes {

    static final List<Route> ROUTES = List.of(new Route(
            "GET",
            "/events",
            "Be told of changes, of how far they get and of how the nodes are, while it happens",
            Action.READ,
            and("prefix", "topics", "wait"),
            List.of("Last-Event-ID"),
            List.of(
                    "200: server-sent events, until the reader goes",
                    "400: INVALID_NAME, BAD_PARAMETER",
                    FORBIDDEN,
                    "429: TOO_MANY_STREAMS",
                    "503: DRAINING"),
            "topics=changes, arrivals or cluster, parted by commas; 512 readers, 32 of a subject; the last 4,096 changes are"
                    + " remembered; docs/events.md",
            "wait=0s",
            ""));

    private EventRoutes() {}
}
