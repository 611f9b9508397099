/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.problem.NotFound;

/**
 * The filter that hands out the console: the files of {@code webapp/console}, to everybody who asks, before the {@link Door}. Which
 * there are is looked up once, when the server starts, and a request names one of them or none: no path is ever put together from
 * what a request says. They stay in memory, packed once. Thread-safe.
 */
public final class ConsoleFiles extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String ROOT = "/console/";
    private static final String FIRST_PAGE = ROOT + "index.html";

    /** Scripts, styles, pictures and answers of this server alone, nothing inline, and no page of others around ours. */
    private static final Map<String, String> POLICY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final transient Map<String, ConsoleFile> files = new ConcurrentHashMap<>();

    // Set once, before the first request.
    private transient Set<String> paths = Set.of();

    @Override
    public void init() {
        Set<String> found = new TreeSet<>();
        collect(ROOT, found);
        paths = Collections.unmodifiableSet(found);
    }

    private void collect(String folder, Set<String> found) {
        Set<String> inside = getServletContext().getResourcePaths(folder);
        if (inside != null) {
            for (String path : inside) {
                if (path.endsWith("/")) {
                    collect(path, found);
                } else {
                    found.add(path);
                }
            }
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = Door.path(request);
        boolean isRoot = path.isEmpty() || path.equals("/");
        if (!isRoot && !path.equals("/console") && !path.startsWith(ROOT)) {
            chain.doFilter(request, response);
            return;
        }
        POLICY.forEach(response::setHeader);
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            Problem.of(request, 405, "METHOD_NOT_ALLOWED", "The console's files can only be read.")
                    .with("Allow", "GET, HEAD")
                    .write(response);
        } else if (!path.startsWith(ROOT)) {
            redirect(request, response);
        } else {
            answer(request, response, path.equals(ROOT) ? FIRST_PAGE : path);
        }
    }

    /** By a path alone: which host and scheme the browser knows this server by, it knows better. */
    private static void redirect(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", request.getContextPath() + ROOT);
        response.setHeader("Cache-Control", "no-cache");
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        if (!paths.contains(path)) {
            Problem.of(request, new NotFound("NO_SUCH_FILE", "The console has no file of that name."))
                    .write(response);
            return;
        }
        ConsoleFile file = file(path);
        response.setHeader("ETag", file.etag());
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept-Encoding");
        if (isKnown(request.getHeader("If-None-Match"), file.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean packed = file.isZipped() && takesGzip(request.getHeader("Accept-Encoding"));
        if (packed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(file.type());
        response.setContentLength(file.length(packed));
        if (!request.getMethod().equals("HEAD")) {
            file.writeTo(response.getOutputStream(), packed);
        }
    }

    private ConsoleFile file(String path) throws IOException {
        ConsoleFile known = files.get(path);
        if (known == null) {
            try (InputStream in = getServletContext().getResourceAsStream(path)) {
                if (in == null) {
                    throw new IOException(path + " was there at the start and is not any more");
                }
                known = new ConsoleFile(path, in.readAllBytes());
            }
            files.put(path, known);
        }
        return known;
    }

    /** Weak comparison, as a GET asks for it. */
    private static boolean isKnown(String header, String etag) {
        return header != null && (header.equals("*") || header.contains(etag.substring(2)));
    }

    private static boolean takesGzip(String header) {
        return header != null && header.contains("gzip") && !header.matches(".*gzip *; *q=0(\\.0*)?( *,.*)?");
    }
}
