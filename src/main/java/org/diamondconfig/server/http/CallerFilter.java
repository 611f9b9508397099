/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.BadRequest;

/**
 * The filter that says once per request who asks; everything behind it takes the answer from {@link #of}. It stands behind
 * {@link Limits} and before everything that decides about rights. Thread-safe.
 */
public final class CallerFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String CALLER = "diamond.caller";
    private static final String CLIENT = "diamond.client";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            ClientHeader client = clientHeader(request);
            request.setAttribute(CLIENT, client);
            request.setAttribute(
                    CALLER, new Caller(Caller.ANONYMOUS, request.getRemoteAddr(), client.id(), client.app()));
        } catch (BadRequest e) {
            Problem.of(request, e).write(response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static ClientHeader clientHeader(HttpServletRequest request) {
        String header = request.getHeader(ClientHeader.NAME);
        if (header == null) {
            return ClientHeader.NONE;
        }
        Enumeration<String> all = request.getHeaders(ClientHeader.NAME);
        all.nextElement();
        if (all.hasMoreElements()) {
            throw new BadRequest("BAD_CLIENT_HEADER", ClientHeader.NAME + ": given more than once");
        }
        return ClientHeader.parse(header);
    }

    /** Who asks. */
    public static Caller of(HttpServletRequest request) {
        return (Caller) attribute(request, CALLER);
    }

    /** What the asking client says of itself. */
    public static ClientHeader client(HttpServletRequest request) {
        return (ClientHeader) attribute(request, CLIENT);
    }

    private static Object attribute(HttpServletRequest request, String name) {
        Object value = request.getAttribute(name);
        if (value == null) {
            throw new IllegalStateException("CallerFilter is not in front of this request: see web.xml");
        }
        return value;
    }
}
