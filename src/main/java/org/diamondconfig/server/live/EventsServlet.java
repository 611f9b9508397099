/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.FailureMapper;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.live.LiveStream.Reader;

/**
 * {@code GET /api/v1/events}: server-sent events, for as long as the reader stays. A servlet of its own, for JAX-RS has a thread
 * wait for each reader, or writes by a way of its own on each server. Thread-safe.
 */
public final class EventsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final int MAX_ID = 64;

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient LiveStreams streams;

    @Inject
    private transient Access access;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            FailureMapper.container(request, HttpServletResponse.SC_METHOD_NOT_ALLOWED)
                    .write(response);
            return;
        }
        try {
            Caller caller = Door.caller(request);
            Wish wish = Wish.read(Query.of(request, Wish.PARAMETERS));
            wish.check(access, caller);
            streams.open(
                    new Reader(caller, wish, Door.standing(request)),
                    lastEventId(request),
                    () -> outlet(request, response));
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            FailureMapper.problem(request, e).write(response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    /** The one that a browser sends when it comes back; a foreign one is as good as none of ours. */
    private static String lastEventId(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Last-Event-ID"))
                .map(id -> id.length() > MAX_ID ? id.substring(0, MAX_ID) : id)
                .orElse("");
    }

    private static Outlet outlet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        return new ServletOutlet(request.startAsync(request, response));
    }

    /** Payara Server destroys servlets before it tells an application that it is undeployed. */
    @Override
    public void destroy() {
        streams.stop();
    }
}
