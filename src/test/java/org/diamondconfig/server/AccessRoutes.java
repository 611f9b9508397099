/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.WRITE;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The part of the table of routes that is about who may do what. */
final class AccessRoutes {

    private static final String LIMITS =
            "256 KiB, 200 grants, 50 groups; an application's keys: 1 or 2; can: read, publish, remove, rollback, administer, grant, operate, and the bundles"
                    + " reader, publisher, owner, admin; patterns with *";
    private static final List<String> CHANGE = List.of("If-Match", "If-None-Match", "Idempotency-Key");
    private static final String BAD = "400: BAD_PARAMETER, INVALID_BODY, BAD_ETAG, BAD_IDEMPOTENCY_KEY";

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/whoami",
                    "Tell who asks, and what that subject may do",
                    Action.LOCATE,
                    List.of(),
                    List.of(),
                    List.of("200: the subject and its grants"),
                    "",
                    "",
                    ""),
            new Route(
                    "POST",
                    "/access/check",
                    "Tell what a subject may do to keys, and by which grant",
                    Action.LOCATE,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: a verdict for each question",
                            "400: INVALID_NAME, INVALID_BODY",
                            FORBIDDEN,
                            "404: SUBJECT_NOT_FOUND",
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE"),
                    "500 questions, 256 KiB; without subject of who asks, which everybody may; of others who may grant in the"
                            + " namespaces that are asked about; see access.md",
                    "",
                    "{\"checks\":[]}"),
            new Route(
                    "GET",
                    "/access/accounts",
                    "Read a user, a group or a token, or list those of a kind",
                    Action.GRANT,
                    List.of("subject", "kind", "cursor", "limit"),
                    List.of(),
                    List.of("200: one, or a page", "400: BAD_PARAMETER", FORBIDDEN, "404: SUBJECT_NOT_FOUND"),
                    "kind=user, group, token, application or network; limit 500; no secret, no hash; lastUsed to the minute",
                    "kind=user",
                    ""),
            new Route(
                    "PUT",
                    "/access/accounts",
                    "Make a user or a group, or give a subject another state",
                    Action.GRANT,
                    List.of("subject", "comment"),
                    CHANGE,
                    List.of(
                            "200: its version",
                            BAD,
                            FORBIDDEN,
                            "404: SUBJECT_NOT_FOUND",
                            "409: LAST_ADMIN",
                            "412: PRECONDITION_FAILED",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    LIMITS,
                    "subject=user:alice",
                    "{\"grants\":[]}"),
            new Route(
                    "DELETE",
                    "/access/accounts",
                    "Remove a user or a group, or revoke a token",
                    Action.GRANT,
                    List.of("subject", "comment"),
                    CHANGE,
                    List.of(
                            "200: its version",
                            "400: BAD_PARAMETER, BAD_ETAG, BAD_IDEMPOTENCY_KEY",
                            FORBIDDEN,
                            "404: SUBJECT_NOT_FOUND, CONFIG_NOT_FOUND",
                            "409: LAST_ADMIN",
                            "412: PRECONDITION_FAILED",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "",
                    "subject=user:alice",
                    ""),
            new Route(
                    "POST",
                    "/access/tokens",
                    "Make a token, which is shown this once",
                    Action.GRANT,
                    List.of("comment"),
                    List.of(),
                    List.of(
                            "200: the token and its account",
                            "400: INVALID_BODY",
                            FORBIDDEN,
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            WRITE),
                    LIMITS,
                    "",
                    "{\"description\":\"ci\"}"),
            new Route(
                    "GET",
                    "/access/grants",
                    "Tell what a subject was granted in one namespace",
                    Action.GRANT,
                    List.of("subject", "namespace"),
                    List.of(),
                    List.of("200: the grants", "400: BAD_PARAMETER, INVALID_NAME", FORBIDDEN, "404: SUBJECT_NOT_FOUND"),
                    "",
                    "subject=user:alice&namespace=shop",
                    ""),
            new Route(
                    "PUT",
                    "/access/grants",
                    "Replace what a subject was granted in one namespace",
                    Action.GRANT,
                    List.of("subject", "namespace", "comment"),
                    CHANGE,
                    List.of(
                            "200: the version of the subject",
                            "400: BAD_PARAMETER, INVALID_NAME, INVALID_BODY, BAD_FIELD, BAD_ETAG, BAD_IDEMPOTENCY_KEY",
                            FORBIDDEN,
                            "404: SUBJECT_NOT_FOUND",
                            "409: LAST_ADMIN",
                            "412: PRECONDITION_FAILED",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    LIMITS,
                    "subject=user:alice&namespace=shop",
                    "{\"grants\":[]}"));

    private AccessRoutes() {}
}
