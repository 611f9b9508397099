/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.problem.ProblemException;

/** {@code /metrics}: every counter and gauge, as Prometheus scrapes them. Thread-safe. */
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** Given by the container, which makes servlets by their constructor without arguments. */
    @Inject
    private transient PrometheusRegistry registry;

    @Inject
    private transient Access access;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            access.checkServer(Door.caller(request), Action.OPERATE);
            write(request, response);
        } catch (ProblemException e) {
            Problem.of(request, e).write(response);
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ExpositionFormatWriter format = request.getHeader("Accept") == null
                        || !request.getHeader("Accept").contains("openmetrics")
                ? FORMATS.getPrometheusTextFormatWriter()
                : FORMATS.getOpenMetricsTextFormatWriter();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        format.write(text, registry.scrape());
        response.setContentType(format.getContentType());
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.size());
        text.writeTo(response.getOutputStream());
    }
}
