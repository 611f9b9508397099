/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The routes of people: their own sessions, which everybody may ask about, and those of others. */
final class PeopleRoutes {

    private static final String NOBODY = "401: NOT_SIGNED_IN";
    private static final String CSRF = "403: CSRF, CROSS_SITE";
    private static final List<String> TOKEN = List.of("X-CSRF-Token");

    static final List<Route> ROUTES = List.of(
            new Route(
                    "POST",
                    "/session",
                    "Sign in",
                    Action.LOCATE,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: who, the token for changes, and the cookie",
                            "400: INVALID_BODY, BAD_PASSWORD",
                            "401: SIGN_IN_FAILED",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED",
                            "429: SIGN_IN_DELAYED, SIGN_IN_BUSY",
                            ApiTable.WRITE),
                    "body 4 KiB, password 128 characters; 5 failures, then 1 to 60 s between two; 30 a minute from an address",
                    "",
                    "{\"user\":\"nobody\",\"password\":\"wrong\"}"),
            new Route(
                    "GET",
                    "/session",
                    "Tell who is signed in, and the token for changes",
                    Action.LOCATE,
                    List.of(),
                    List.of(),
                    List.of("200: who, and the token for changes", NOBODY, "503: DUMP_LOADING, STORE_DOWN"),
                    "",
                    "",
                    ""),
            new Route(
                    "DELETE",
                    "/session",
                    "Sign out here, or everywhere",
                    Action.LOCATE,
                    List.of("all"),
                    TOKEN,
                    List.of("204: signed out", "400: BAD_PARAMETER", NOBODY, CSRF, ApiTable.WRITE),
                    "",
                    "",
                    ""),
            new Route(
                    "PUT",
                    "/session/password",
                    "Set another password of one's own",
                    Action.LOCATE,
                    List.of(),
                    TOKEN,
                    List.of(
                            "204: set; the user's other sessions are over",
                            "400: INVALID_BODY, BAD_PASSWORD, WEAK_PASSWORD",
                            NOBODY,
                            CSRF + ", WRONG_PASSWORD",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED",
                            "429: SIGN_IN_DELAYED, SIGN_IN_BUSY",
                            ApiTable.WRITE),
                    "12 to 128 characters",
                    "",
                    "{\"old\":\"wrong\",\"new\":\"wrong\"}"),
            new Route(
                    "GET",
                    "/sessions",
                    "List who is signed in",
                    Action.GRANT,
                    List.of("user"),
                    List.of(),
                    List.of("200: sessions", "400: BAD_PARAMETER", ApiTable.FORBIDDEN),
                    "",
                    "",
                    ""),
            new Route(
                    "DELETE",
                    "/sessions",
                    "End one session of a user, or all of them",
                    Action.GRANT,
                    List.of("user", "session"),
                    TOKEN,
                    List.of("200: how many", "400: BAD_PARAMETER", ApiTable.FORBIDDEN, ApiTable.WRITE),
                    "",
                    "user=alice",
                    ""),
            new Route(
                    "PUT",
                    "/access/passwords",
                    "Give another user a password, which he has to change",
                    Action.GRANT,
                    List.of("user"),
                    TOKEN,
                    List.of(
                            "204: set; the user's sessions are over",
                            "400: BAD_PARAMETER, INVALID_BODY, WEAK_PASSWORD",
                            ApiTable.FORBIDDEN,
                            "404: USER_NOT_FOUND",
                            "409: OWN_PASSWORD",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED",
                            "429: SIGN_IN_BUSY",
                            ApiTable.WRITE),
                    "12 to 128 characters; it is good for 24 h",
                    "user=alice",
                    "{\"password\":\"nobody guesses this\"}"));

    private PeopleRoutes() {}
}
