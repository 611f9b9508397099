/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.FailureMapper;
import org.diamondconfig.server.identity.Sessions.Opened;

/**
 * The filter that answers sign-ins before JAX-RS is reached, where a refusal costs several times as much: whoever floods the
 * sign-in takes so much less from others. What it takes it answers to the end, refusals as well, as the resource would; it leaves
 * to that an Accept that does not take JSON for sure. It stands behind the {@link Door}. Thread-safe.
 */
public final class HotSignIn extends HttpFilter {

    private static final long serialVersionUID = 1;

    // Set once, before the first request.
    private transient SessionResource sessions;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(SessionResource theSessions) {
        sessions = theSessions;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("POST") || !Door.takesJson(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            Opened opened = sessions.opened(request, request.getInputStream());
            byte[] json = sessions.json(opened.session(), opened.handle());
            response.setContentType("application/json");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Set-Cookie", SessionCookie.set(request, opened.handle()));
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
        } catch (RuntimeException e) {
            FailureMapper.problem(request, e).write(response);
        }
    }
}
