/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.FailureMapper;
import org.diamondconfig.server.watch.Answer;
import org.diamondconfig.server.watch.Answer.Rendering;

/**
 * The filter that answers what may wait before JAX-RS is reached, where a request that is held costs more memory, and which
 * Payara Server destroys before it tells an application that it is undeployed. What it takes it answers to the end, refusals
 * as well, as the resources would. It leaves to them what nobody sends: a {@code wait} that is written with escapes, and an Accept
 * that refuses some type by a weight of zero, or takes JSON in words that are not known here. It stands behind the
 * {@link Door}. Thread-safe.
 */
public final class HotPoll extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String WATCH = "/api/v1/watch";

    // Set once, before the first request.
    private transient WatchResource watch;
    private transient ReadResource read;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(WatchResource theWatch, ReadResource theRead) {
        watch = theWatch;
        read = theRead;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean watching = isWatch(request);
        if (!watching && !isWaitingRead(request)) {
            chain.doFilter(request, response);
            return;
        }
        Function<Rendering, Answer> back = rendering -> Answer.of(request.startAsync(request, response), rendering);
        try {
            if (watching) {
                watch.hold(request, request.getInputStream(), back);
            } else {
                read.hold(request, back);
            }
        } catch (RuntimeException e) {
            FailureMapper.problem(request, e).write(response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    private static boolean isWatch(HttpServletRequest request) {
        return request.getMethod().equals("POST") && Door.path(request).equals(WATCH) && Door.takesJson(request);
    }

    /** On the other path that this filter is mapped to. A parameter that is written oddly is left to the resource. */
    private static boolean isWaitingRead(HttpServletRequest request) {
        String query = request.getQueryString();
        return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                && query != null
                && (query.startsWith("wait=") || query.contains("&wait="));
    }
}
