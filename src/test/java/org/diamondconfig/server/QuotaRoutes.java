/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.WRITE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that is about how much may be held. */
final class QuotaRoutes {

    private static final List<String> CHANGE = List.of("If-Match", "If-None-Match", "Idempotency-Key");
    private static final List<String> SCOPE = List.of("namespace", "group", "comment");
    private static final String EXAMPLE = "namespace=public&group=G";

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/quotas",
                    "Tell how much a namespace and its groups, or one group, hold and may hold",
                    Action.OPERATE,
                    List.of("namespace", "group", "cursor", "limit"),
                    List.of(),
                    List.of(
                            "200: one page, or the group",
                            "400: INVALID_NAME, BAD_PARAMETER",
                            FORBIDDEN,
                            "404: NAMESPACE_NOT_FOUND",
                            "503: STORE_DOWN, of a namespace that holds nothing"),
                    "limit 50, brought into 1..500; the right to administer the namespace will do",
                    EXAMPLE,
                    ""),
            new Route(
                    "PUT",
                    "/quotas",
                    "Set how much a namespace, or a group of it, may hold",
                    Action.OPERATE,
                    SCOPE,
                    CHANGE,
                    List.of(
                            "200: the version of the quota",
                            "400: INVALID_NAME, INVALID_BODY, BAD_PARAMETER, BAD_ETAG, BAD_IDEMPOTENCY_KEY",
                            FORBIDDEN,
                            "404: NAMESPACE_NOT_FOUND",
                            "412: PRECONDITION_FAILED",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "keys and bytes from 0 on, 0 or left out is any number; 64 KiB; namespace and group 249 characters together",
                    EXAMPLE,
                    "{\"keys\":1000000}"),
            new Route(
                    "DELETE",
                    "/quotas",
                    "Take away the quota that was set",
                    Action.OPERATE,
                    SCOPE,
                    CHANGE,
                    List.of(
                            "200: the version of its absence",
                            "400: INVALID_NAME, BAD_PARAMETER, BAD_ETAG, BAD_IDEMPOTENCY_KEY",
                            FORBIDDEN,
                            "404: QUOTA_NOT_FOUND",
                            "412: PRECONDITION_FAILED",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "",
                    EXAMPLE,
                    ""));

    private QuotaRoutes() {}
}
