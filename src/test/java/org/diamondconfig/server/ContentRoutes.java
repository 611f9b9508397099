/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that is about contents, whatever key they are under. */
final class ContentRoutes {

    static final List<Route> ROUTES = List.of(
            new Route(
                    "POST",
                    "/validate",
                    "Tell what is wrong with the body, as a content of a type",
                    Action.LOCATE,
                    List.of("type"),
                    List.of(),
                    List.of(
                            "200: whether it is valid, and what is wrong in which line and column",
                            "400: BAD_PARAMETER, CONTENT_NOT_UTF8, BODY_INCOMPLETE",
                            "413: CONTENT_TOO_LARGE",
                            "415: MULTIPART, CHARSET, CONTENT_ENCODING",
                            "429: VALIDATION_BUSY"),
                    "whoever may come in may ask; content 1 MiB, beyond 64 Ki characters one at a time; 200 levels deep; 100 problems, errors rather than warnings, in the order of the text; line and column from 1, in UTF-16 code units without a byte order mark; text and html are always valid",
                    "type=yaml",
                    "a: 1"),
            new Route(
                    "GET",
                    "/configs/facets",
                    "Count what matches and may be read, by namespace, group and type, and by tag and application",
                    Action.READ,
                    List.of("namespace", "group", "dataId", "type", "tag", "app", "labels"),
                    List.of(),
                    List.of(
                            "200: the counts",
                            "400: INVALID_NAME, BAD_PARAMETER",
                            FORBIDDEN,
                            "429: SEARCH_BUSY",
                            "503: DUMP_LOADING, LABELS_LOADING, SEARCH_TIMEOUT, STORE_DOWN, STORE_CHANGED, STORE_BUSY"),
                    "of what this node has in memory; group and dataId with *; the 100 most frequent of each; with tag or app, or"
                            + " labels=true, which counts tags and apps too, of what the database has, at most 500,000 rows with either: read in the"
                            + " background once for all who ask, and then as far as it changes; until they are read, or while the database is away"
                            + " or too slow, labels=true without tag or app leaves both out, and code and detail say so; LABELS_LOADING is worth"
                            + " asking again after 2 s, and what is told beside it is of a moment ago",
                    "namespace=public",
                    ""));

    private ContentRoutes() {}
}
