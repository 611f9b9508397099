/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;

/**
 * The name server: where clients are served, one address a line, in one order as long as nothing changes. It answers whether
 * there is a database or not. Thread-safe.
 *
 * <p>{@code /namesrv/addrs} hands out base URLs. The other paths are those that a client of the original Diamond asks before it
 * starts; it dials port 8080 of each host, and so gets hosts alone. All nodes of a cluster are one unit of it, the center.
 */
public final class NameServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final String URLS = "/namesrv/addrs";
    private static final String UNITS = "/unit-list";
    private static final String CENTER = "center";
    private static final Set<String> NO_PARAMETERS = Set.of();

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Cluster cluster;

    @Inject
    private transient Access access;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            access.checkServer(Door.caller(request), Action.LOCATE);
            write(lines(request), response);
        } catch (ProblemException e) {
            Problem.of(request, e).write(response);
        }
    }

    private List<String> lines(HttpServletRequest request) {
        return switch (request.getServletPath()) {
            case URLS -> urls(request);
            case UNITS -> List.of(CENTER);
            default -> hosts();
        };
    }

    private List<String> urls(HttpServletRequest request) {
        Query.of(request, NO_PARAMETERS);
        return addresses().stream().map(URI::toString).toList();
    }

    /** Each host once, whatever its ports: the client adds its own. It also adds {@code ?nofix=1}, which says nothing here. */
    private List<String> hosts() {
        return addresses().stream().map(URI::getHost).distinct().toList();
    }

    /** An empty list would say that there is no server, and this is one. */
    private List<URI> addresses() {
        List<URI> addresses = cluster.addresses();
        if (addresses.isEmpty()) {
            throw new Unavailable("ADDRESS_UNKNOWN", "This node does not know yet where it is reached. Try again.", 1);
        }
        return addresses;
    }

    private static void write(List<String> lines, HttpServletResponse response) throws IOException {
        byte[] text = (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
