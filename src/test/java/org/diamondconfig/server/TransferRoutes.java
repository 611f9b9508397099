/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.STORE;
import static org.diamondconfig.server.ApiTable.WRITE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that takes many configurations from one place to another. */
final class TransferRoutes {

    static final List<Route> ROUTES = List.of(
            new Route(
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
                    "{\"from\":\"public\",\"to\":\"public\",\"keys\":[{\"dataId\":\"a\"}],\"dryRun\":true}"),
            new Route(
                    "POST",
                    "/configs/remove",
                    "Remove many configurations, each at the version that was seen, or tell what would be removed",
                    Action.REMOVE,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: an outcome per item",
                            "400: INVALID_NAME, INVALID_BODY",
                            FORBIDDEN,
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            STORE),
                    "500 keys, 512 KiB, comment 512 characters; see transfer.md",
                    "",
                    "{\"keys\":[{\"dataId\":\"a\",\"version\":1}],\"dryRun\":true}"),
            new Route(
                    "GET",
                    "/export",
                    "Export all configurations that match and may be read, as a zip",
                    Action.READ,
                    List.of("namespace", "group", "dataId"),
                    List.of(),
                    List.of(
                            "200: the zip",
                            "400: INVALID_NAME, BAD_PARAMETER",
                            FORBIDDEN,
                            "429: TRANSFER_BUSY",
                            "503: SEARCH_TIMEOUT, STORE_DOWN, STORE_CHANGED, STORE_BUSY"),
                    "patterns as in a search; four exports and imports at once on a node; what fails once it has begun has no end, and is no zip; see transfer.md",
                    "namespace=public",
                    ""),
            new Route(
                    "POST",
                    "/import",
                    "Import a zip, ours or one of Nacos, or tell what would be imported",
                    Action.PUBLISH,
                    List.of("namespace", "policy", "dryRun", "plan", "comment"),
                    List.of("Accept"),
                    List.of(
                            "200: an outcome per item, and a plan; with Accept: application/x-ndjson a line each",
                            "400: INVALID_NAME, BAD_PARAMETER, BODY_INCOMPLETE, NOT_A_ZIP, BROKEN_ZIP, ZIP_EMPTY, UNKNOWN_FORMAT, BAD_METADATA",
                            FORBIDDEN,
                            "409: PLAN_CHANGED",
                            "413: BODY_TOO_LARGE, TOO_MANY_ITEMS, ZIP_TOO_LARGE",
                            "415: MULTIPART, CONTENT_ENCODING",
                            "429: TRANSFER_BUSY",
                            WRITE + ", NO_ROOM"),
                    "diamond.transfer.max (256 MiB), 200,000 entries, unfolded 8 times that maximum and, beyond 64 MiB, 100 times the zip; see transfer.md",
                    "namespace=public",
                    "no zip"));

    private TransferRoutes() {}
}
