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
import java.util.Enumeration;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.dump.ReadAnswer;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.wire.ConfigKey;

/**
 * The filter that answers the plain read of a dumped configuration before JAX-RS is reached, which costs two to three times as
 * much. It answers only what needs no explanation: 200 and 304. Everything else goes on to the resource, which answers these
 * two in the same way, so that no refusal is written down twice. It stands before the {@link Door}, and answers only what the
 * door would let in; it does not count headers. Thread-safe.
 */
public final class HotRead extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String KNOWN = "If-None-Match";

    private final transient ReadQuery queries = new ReadQuery();

    // Set once, before the first request.
    private transient Dump dump;
    private transient Access access;
    private transient Door.Keeper keeper;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(Dump theDump, Access theAccess, Door.Keeper theKeeper) {
        dump = theDump;
        access = theAccess;
        keeper = theKeeper;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isPlainRead(request) || !answer(request, response)) {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPlainRead(HttpServletRequest request) {
        String method = request.getMethod();
        return (method.equals("GET") || method.equals("HEAD"))
                && request.getHeader("If-Match") == null
                && request.getHeader("Range") == null;
    }

    /** @return whether the request was answered */
    private boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString();
        ConfigKey key = queries.key(query);
        Door.Visitor visitor = key == null ? null : Door.glance(request, keeper);
        if (visitor == null) {
            return false;
        }
        if (access.allows(visitor.caller(), Action.READ, key)
                && look(key, visitor.caller()) instanceof Lookup.Found found
                && write(found.entry(), request, response)) {
            queries.remember(query, key);
            return true;
        }
        visitor.goOn(request);
        return false;
    }

    private Lookup look(ConfigKey key, Caller caller) {
        return dump.isBehind(key) ? dump.read(key, caller) : dump.find(key, caller);
    }

    private static boolean write(DumpEntry entry, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ReadAnswer answer = entry.answer();
        String tag = request.getHeader(KNOWN);
        if (tag != null && !isOneStrongTag(tag, request)) {
            return false;
        }
        if (tag != null && answer.hasEtag(tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            describe(answer, response);
            return true;
        }
        Optional<byte[]> content = entry.content();
        if (content.isEmpty()) {
            return false;
        }
        describe(answer, response);
        response.setContentType(ReadAnswer.CONTENT_TYPE);
        response.setContentLength(content.get().length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(content.get());
        }
        return true;
    }

    /** With what the door adds for all who come through it. */
    private static void describe(ReadAnswer answer, HttpServletResponse response) {
        Door.shield(response::setHeader);
        answer.headers(response::setHeader);
    }

    /** Anything else is refused, or understood, where it can be explained. */
    private static boolean isOneStrongTag(String tag, HttpServletRequest request) {
        Enumeration<String> all = request.getHeaders(KNOWN);
        all.nextElement();
        return !all.hasMoreElements()
                && tag.length() > 2
                && tag.charAt(0) == '"'
                && tag.indexOf('"', 1) == tag.length() - 1;
    }
}
