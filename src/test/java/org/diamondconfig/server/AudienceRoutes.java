/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.diamondconfig.server.ApiTable.FORBIDDEN;
import static org.diamondconfig.server.ApiTable.ONE;
import static org.diamondconfig.server.ApiTable.and;

import java.util.List;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.access.Action;

/** The rows of {@link ApiTable} about who uses a configuration. */
final class AudienceRoutes {

    private static final String NODES = "each node that lives is asked for at most 1 s; docs/subscribers.md";
    private static final String BUSY = "429: ASK_BUSY";

    static final List<Route> ROUTES = List.of(
            new Route(
                    "GET",
                    "/subscribers",
                    "List the clients that hold a key, at all nodes, and how each stands to what is served",
                    Action.READ,
                    and("state", "cursor", "limit"),
                    List.of(),
                    List.of("200: one page", "400: INVALID_NAME, BAD_PARAMETER, BAD_CURSOR", FORBIDDEN, BUSY),
                    "state=current, behind or failed; limit 100, brought into 1..1,000; " + NODES,
                    ONE,
                    ""),
            new Route(
                    "GET",
                    "/propagation",
                    "Tell how far a version got, how fast, and where it did not",
                    Action.READ,
                    and("version"),
                    List.of(),
                    List.of("200: clients by how far it got", "400: INVALID_NAME, BAD_PARAMETER", FORBIDDEN, BUSY),
                    "without version that which is served; 100 stragglers; " + NODES,
                    ONE,
                    ""),
            new Route(
                    "GET",
                    "/clients",
                    "List the clients of all nodes",
                    Action.OPERATE,
                    List.of("app", "address", "label", "cursor", "limit"),
                    List.of(),
                    List.of("200: one page", "400: BAD_PARAMETER, BAD_CURSOR", FORBIDDEN, BUSY),
                    "app and address with *; label=name or name=value; limit 100, brought into 1..1,000; " + NODES,
                    "",
                    ""),
            new Route(
                    "GET",
                    "/clients/keys",
                    "Tell all that one client holds",
                    Action.OPERATE,
                    List.of("client"),
                    List.of(),
                    List.of(
                            "200: the client and its keys",
                            "400: BAD_PARAMETER",
                            FORBIDDEN,
                            "404: CLIENT_NOT_FOUND",
                            BUSY),
                    "keys that the asker may not read are counted; " + NODES,
                    "client=0123456789abcdef0123456789abcdef",
                    ""),
            new Route(
                    "POST",
                    "/peer/subscribers",
                    "Ask what this node knows of clients: for nodes of the cluster",
                    Action.NOTIFY,
                    List.of(),
                    List.of("Diamond-Peer"),
                    List.of(
                            "200: what it knows",
                            "400: INVALID_NAME, INVALID_BODY",
                            "403: FORBIDDEN, NOT_SIGNED, FOREIGN_CLUSTER, WRONG_RECEIVER, BAD_SIGNATURE, ASKED_LONG_AGO, ASKED_BEFORE",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "429: PEER_BUSY",
                            "503: KEY_UNKNOWN"),
                    "10,000 clients, 8 KiB; clocks at most 5 min apart",
                    "",
                    "{\"at\":0}"),
            new Route(
                    "POST",
                    "/peer/glance",
                    "Ask how this node is, and where a change has been at it: for nodes of the cluster",
                    Action.NOTIFY,
                    List.of(),
                    List.of("Diamond-Peer"),
                    List.of(
                            "200: what it tells of itself",
                            "400: INVALID_NAME, INVALID_BODY",
                            "403: FORBIDDEN, NOT_SIGNED, FOREIGN_CLUSTER, WRONG_RECEIVER, BAD_SIGNATURE, ASKED_LONG_AGO, ASKED_BEFORE",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "429: PEER_BUSY",
                            "503: KEY_UNKNOWN"),
                    "8 KiB; clocks at most 5 min apart",
                    "",
                    "{\"at\":0}"));

    private AudienceRoutes() {}
}
