/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.ONE;
import static org.diamondconfig.server.ApiTable.STORE;
import static org.diamondconfig.server.ApiTable.WRITE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of the API that is about datums. */
final class DatumRoutes {

    private static final List<String> CHANGE = List.of("Idempotency-Key");
    private static final String REFUSED = "400: INVALID_NAME, BAD_ETAG, BAD_IDEMPOTENCY_KEY, BAD_PARAMETER";
    private static final String OTHER_KIND = "409: KIND_MISMATCH";
    private static final String REUSED = "422: IDEMPOTENCY_KEY_REUSED";
    private static final String STOPPING = WRITE + ", DRAINING";
    private static final String PAGE = "400: INVALID_NAME, BAD_PARAMETER, BAD_CURSOR";

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/datums",
                    "List the datums of a key with their contents",
                    Action.READ,
                    ApiTable.and("cursor", "limit"),
                    List.of(),
                    List.of("200: one page", PAGE, FORBIDDEN, "404: CONFIG_NOT_FOUND", OTHER_KIND, STORE),
                    "limit 50, brought into 1..500; a page of large datums ends before 4 MiB",
                    ONE,
                    ""),
            new Route(
                    "PUT",
                    "/datums",
                    "Publish the body as one datum",
                    Action.PUBLISH,
                    ApiTable.and("datumId", "comment"),
                    CHANGE,
                    List.of(
                            "200: how often the datum, and all of the key, changed",
                            REFUSED + ", CONTENT_EMPTY, CONTENT_HAS_CRLF, CONTENT_NOT_UTF8, BODY_INCOMPLETE",
                            ApiTable.QUOTA,
                            "404: NAMESPACE_NOT_FOUND",
                            OTHER_KIND,
                            "413: CONTENT_TOO_LARGE, TOO_MANY_DATUMS, AGGREGATE_TOO_LARGE",
                            "415: MULTIPART, CHARSET, CONTENT_ENCODING",
                            REUSED,
                            STOPPING),
                    "datumId 250 characters, a datum 64 KiB, 10,000 datums a key, 10 MiB together; the content of the key"
                            + " follows within 100 ms of its last merge",
                    ONE + "&datumId=d",
                    "x"),
            new Route(
                    "DELETE",
                    "/datums",
                    "Remove one datum; with the last one the key goes",
                    Action.REMOVE,
                    ApiTable.and("datumId", "comment"),
                    CHANGE,
                    List.of(
                            "200: how often the datum, and all of the key, changed",
                            REFUSED,
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND, DATUM_NOT_FOUND",
                            OTHER_KIND,
                            REUSED,
                            STOPPING),
                    "",
                    ONE + "&datumId=d",
                    ""),
            new Route(
                    "DELETE",
                    "/datums/all",
                    "Remove all datums, and so the key",
                    Action.REMOVE,
                    ApiTable.and("comment"),
                    CHANGE,
                    List.of(
                            "200: how often the datums of the key changed",
                            REFUSED,
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND",
                            OTHER_KIND,
                            REUSED,
                            STOPPING),
                    "",
                    ONE,
                    ""),
            new Route(
                    "GET",
                    "/datums/history",
                    "Tell who changed which datum, newest first",
                    Action.READ,
                    ApiTable.and("cursor", "limit"),
                    List.of(),
                    List.of("200: one page", PAGE, FORBIDDEN, STORE),
                    "limit 50, brought into 1..500",
                    ONE,
                    ""));

    private DatumRoutes() {}
}
