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

/** The part of the table of routes that is about providers. */
final class ProviderRoutes {

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/providers",
                    "List the datums of a key that are up, or all with their states, or one that is up",
                    Action.READ,
                    ApiTable.and("states", "one", "cursor", "limit"),
                    List.of(),
                    List.of(
                            "200: one page; with one=true one at random, or none",
                            "400: INVALID_NAME, BAD_PARAMETER, BAD_CURSOR",
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND",
                            "409: KIND_MISMATCH",
                            STORE),
                    "states=up or all; limit 500 datums, of which those that are up are told; a page of large ones ends before"
                            + " 4 MiB",
                    ONE,
                    ""),
            new Route(
                    "PUT",
                    "/providers",
                    "Set the state of a datum",
                    Action.PUBLISH,
                    ApiTable.and("datumId", "state", "comment"),
                    List.of("Idempotency-Key"),
                    List.of(
                            "200: how often the state changed",
                            "400: INVALID_NAME, BAD_ETAG, BAD_IDEMPOTENCY_KEY, BAD_PARAMETER",
                            FORBIDDEN,
                            "404: DATUM_NOT_FOUND",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "state=up, offline or down; the content of the key stays as it is",
                    ONE + "&datumId=d&state=up",
                    ""),
            new Route(
                    "GET",
                    "/providers/history",
                    "Tell who set the state of a datum, newest first",
                    Action.READ,
                    ApiTable.and("datumId", "cursor", "limit"),
                    List.of(),
                    List.of("200: one page", "400: INVALID_NAME, BAD_PARAMETER", FORBIDDEN, STORE),
                    "limit 500; kept as long as other history",
                    ONE + "&datumId=d",
                    ""),
            new Route(
                    "GET",
                    "/providers/check",
                    "Tell whether the providers of a key are checked, by which node, and which of them are not dialled",
                    Action.READ,
                    ApiTable.and(),
                    List.of(),
                    List.of("200: how it is, whether on or off", "400: INVALID_NAME", FORBIDDEN, STORE),
                    "100 of those that are not dialled; by the networks of the node that answers",
                    ONE,
                    ""),
            new Route(
                    "PUT",
                    "/providers/check",
                    "Have the providers of a key dialled, and moved between up and down",
                    Action.PUBLISH,
                    ApiTable.and(),
                    List.of(),
                    List.of(
                            "200: how it is now",
                            "400: INVALID_NAME",
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND",
                            "409: CHECKS_DISABLED, KIND_MISMATCH",
                            WRITE),
                    "only datumIds of the form 10.0.0.7:80 or [fd00::7]:80, in diamond.check.networks; what is offline stays so",
                    ONE,
                    ""),
            new Route(
                    "DELETE",
                    "/providers/check",
                    "Have them dialled no more",
                    Action.PUBLISH,
                    ApiTable.and(),
                    List.of(),
                    List.of("204: done", "400: INVALID_NAME", FORBIDDEN, "404: CHECK_NOT_FOUND", WRITE),
                    "states stay as they are",
                    ONE,
                    ""));

    private ProviderRoutes() {}
}
