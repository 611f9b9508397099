/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.WRITE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that takes many configurations from one place to another. */
final class TransferRoutes {

    static final List<Route> ROUTES = List.of(new Route(
            "POST",
            "/configs/copy",
            "Copy many configurations to another namespace or under other names, or tell what would be copied",
            Action.PUBLISH,
            List.of(),
            List.of(),
            List.of(
                    "200: an outcome per item, and a plan",
                    "400: INVALID_NAME, INVALID_BODY, BAD_CURSOR",
                    FORBIDDEN,
                    "409: PLAN_CHANGED",
                    "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                    "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                    WRITE + ", SEARCH_TIMEOUT"),
            "500 keys, 512 KiB; by pattern a page of limit 100, brought into 1..500, and next is the cursor of the next; see transfer.md",
            "",
            "{\"from\":\"public\",\"to\":\"public\",\"keys\":[{\"dataId\":\"a\"}],\"dryRun\":true}"));

    private TransferRoutes() {}
}
