/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;
import org.diamondconfig.server.account.Proxies;
import org.diamondconfig.server.identity.Session.Handle;

/**
 * The cookie that a browser holds a session by. Stateless. It is {@value #NAME}, which browsers take over TLS alone, for one host
 * and all of its paths; only for who calls this machine from itself, without TLS or a proxy, it is {@value #PLAIN_NAME}.
 *
 * <p>Two of them, or one of another form, are none: whoever slipped one in gains nothing by it.
 */
final class SessionCookie {

    static final String NAME = "__Host-diamond";
    static final String PLAIN_NAME = "diamond-session";

    private static final String COOKIE = "Cookie";

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";

    private SessionCookie() {}

    /** What the request proves a session by, if it tries to. */
    static Optional<Handle> read(HttpServletRequest request) {
        return request.getHeader(COOKIE) == null ? Optional.empty() : find(request);
    }

    private static Optional<Handle> find(HttpServletRequest request) {
        String wanted = name(request) + '=';
        String found = null;
        for (Enumeration<String> headers = request.getHeaders(COOKIE); headers.hasMoreElements(); ) {
            for (String part : headers.nextElement().split(";", -1)) {
                String cookie = part.strip();
                if (cookie.startsWith(wanted)) {
                    if (found != null) {
                        return Optional.empty();
                    }
                    found = cookie.substring(wanted.length());
                }
            }
        }
        return Optional.ofNullable(found).flatMap(Handle::parse);
    }

    /** The header that hands it out. */
    static String set(HttpServletRequest request, Handle handle) {
        return name(request) + '=' + handle.text() + ATTRIBUTES + secure(request);
    }

    /** The header that takes it back. */
    static String clear(HttpServletRequest request) {
        return name(request) + "=; Max-Age=0" + ATTRIBUTES + secure(request);
    }

    private static String name(HttpServletRequest request) {
        return isPlain(request) ? PLAIN_NAME : NAME;
    }

    private static String secure(HttpServletRequest request) {
        return isPlain(request) ? "" : "; Secure";
    }

    /** Whether this came over plain HTTP from this very machine, and nobody handed it on. */
    private static boolean isPlain(HttpServletRequest request) {
        return !request.isSecure() && request.getHeader("X-Forwarded-Proto") == null && Proxies.isFromHere(request);
    }
}
