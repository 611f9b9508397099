/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.problem.Forbidden;

/**
 * What a request must keep to before anything else looks at it: what containers read differently is refused, so that
 * everything behind sees the same request, and the decision about rights and the choice of the resource judge the same path.
 *
 * <p>Names of configurations travel in queries and bodies, so no path of ours needs an escape, a parameter, a doubled slash or
 * a dot segment, and none gets in.
 */
final class Limits {

    static final int MAX_HEADERS = 60;
    static final int MAX_HEADER_LENGTH = 8 * 1024;
    static final int MAX_PATH_LENGTH = 512;

    private static final String LENGTH = "Content-Length";
    private static final String CHUNKS = "Transfer-Encoding";
    private static final String ORIGIN = "Origin";
    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private Limits() {}

    /** Why this request gets no further; null if it may. */
    static Problem refusal(HttpServletRequest request) {
        Problem refusal = lineRefusal(request);
        return refusal == null ? headerRefusal(request) : refusal;
    }

    /** Why this request gets no further, judged by its first line alone; null if it may. */
    static Problem lineRefusal(HttpServletRequest request) {
        if (!METHODS.contains(request.getMethod())) {
            return Problem.of(request, 405, "METHOD_NOT_ALLOWED", "No path here knows that method.")
                    .with("Allow", "GET, HEAD, PUT, POST, DELETE");
        }
        if (!isCanonical(request.getRequestURI(), request.getContextPath().length())) {
            return Problem.of(
                    request,
                    400,
                    "BAD_PATH",
                    "Write the path plainly: no escape, no ; no // no dot segment, no / at its end.");
        }
        String query = request.getQueryString();
        if (query != null && query.length() > Query.MAX_LENGTH) {
            return Problem.of(request, 414, "QUERY_TOO_LONG", "The query is longer than " + Query.MAX_LENGTH + ".");
        }
        return null;
    }

    /** Whether a body was announced, by a length or by chunks. */
    static boolean hasBody(HttpServletRequest request) {
        return request.getHeader(LENGTH) != null || request.getHeader(CHUNKS) != null;
    }

    /** Whether a browser sends this for a page, be it one of ours. */
    static boolean isOfAPage(HttpServletRequest request) {
        return request.getHeader(ORIGIN) != null || request.getHeader(SITE) != null;
    }

    /**
     * Whether a raw path has only one reading.
     *
     * @param contextLength where the path within the application begins; its root alone may end with a slash
     */
    static boolean isCanonical(String path, int contextLength) {
        int length = path.length();
        if (length == 0 || length > MAX_PATH_LENGTH || path.charAt(0) != '/') {
            return false;
        }
        char before = 0;
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean fits = plain
                    || c == '-'
                    || c == '_'
                    || (c == '/' && before != '/')
                    || (c == '.' && before != '/' && before != '.');
            if (!fits) {
                return false;
            }
            before = c;
        }
        return before != '/' || length == contextLength + 1;
    }

    private static Problem headerRefusal(HttpServletRequest request) {
        int count = 0;
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            for (Enumeration<String> values = request.getHeaders(names.nextElement()); values.hasMoreElements(); ) {
                count++;
                if (values.nextElement().length() > MAX_HEADER_LENGTH) {
                    return tooLarge(request, "A header is longer than " + MAX_HEADER_LENGTH + " characters.");
                }
            }
        }
        if (count > MAX_HEADERS) {
            return tooLarge(request, "There are more than " + MAX_HEADERS + " headers.");
        }
        if (request.getHeader(CHUNKS) != null && request.getHeader(LENGTH) != null) {
            request.setAttribute(Problem.CLOSE, true);
            return Problem.of(
                    request, 400, "TWO_LENGTHS", "Content-Length and Transfer-Encoding contradict each other.");
        }
        return null;
    }

    /**
     * Refuses what a browser sends for a page of another site.
     *
     * @throws Forbidden CROSS_SITE
     */
    static void checkSite(HttpServletRequest request) {
        if (isOfAnotherSite(request.getHeader(ORIGIN), request.getHeader("Host"))
                || OTHER_SITES.contains(
                        Optional.ofNullable(request.getHeader(SITE)).orElse(""))) {
            throw new Forbidden("CROSS_SITE", "A page of another site sent this through somebody's browser.");
        }
    }

    /**
     * Whether a browser sends this for a page that another host served: a form that it posts needs nobody's leave, and some faces
     * take forms. Programs send no Origin. Ports are not compared, since proxies leave them out of Host.
     *
     * @param origin may be null
     * @param host may be null
     */
    static boolean isOfAnotherSite(String origin, String host) {
        return origin != null
                && (host == null
                        || !name(origin.substring(origin.indexOf("//") + 2)).equalsIgnoreCase(name(host)));
    }

    private static String name(String authority) {
        return authority.replaceFirst(":[0-9]*$", "");
    }

    private static Problem tooLarge(HttpServletRequest request, String sentence) {
        return Problem.of(request, 431, "HEADERS_TOO_LARGE", sentence);
    }
}
