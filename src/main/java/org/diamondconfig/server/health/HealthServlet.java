/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.diamondconfig.wire.JsonWriter;

/**
 * {@code /health/live} and {@code /health/ready} in the form of MicroProfile Health: 200 or 503, a status and the checks.
 * Thread-safe.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Given by the container, which makes servlets by their constructor without arguments. */
    @Inject
    private transient Readiness readiness;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean live = request.getServletPath().endsWith("/live");
        boolean up = live || readiness.isReady();
        byte[] json = json(up, live ? List.of() : readiness.checks());
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static byte[] json(boolean up, List<Readiness.Check> checks) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("status", status(up))
                .name("checks")
                .array();
        for (Readiness.Check check : checks) {
            json.object()
                    .field("name", check.name())
                    .field("status", status(check.up()))
                    .name("data")
                    .object();
            check.data().forEach(json::field);
            json.endObject().endObject();
        }
        return json.endArray().endObject().toUtf8();
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
