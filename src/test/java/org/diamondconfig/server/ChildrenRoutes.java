/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that is about what is below a prefix. */
final class ChildrenRoutes {

    static final List<Route> ROUTES = List.of(new Route(
            "GET",
            "/children",
            "List the keys below a prefix",
            Action.READ,
            List.of("namespace", "group", "prefix", "contents", "cursor", "limit"),
            List.of(),
            List.of(
                    "200: one page, and the digest of all there is",
                    "400: INVALID_NAME, BAD_PARAMETER",
                    ApiTable.FORBIDDEN,
                    "503: DUMP_LOADING"),
            "prefix ends with / or is empty; limit 1,000, brought into 1..5,000; with contents a page ends before 4 MiB",
            "group=G&prefix=a/",
            ""));

    private ChildrenRoutes() {}
}
