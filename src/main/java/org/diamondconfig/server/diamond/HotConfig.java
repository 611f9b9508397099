/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.gbk.GbkTexts;
import org.diamondconfig.server.gbk.GbkTexts.Text;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.poll.ReadQuery;
import org.diamondconfig.wire.ConfigKey;

/**
 * The filter that answers the plain read of this face before anything else sees it, as the native hot read does on its path: 200
 * alone. Everything else goes on to {@link ConfigServlet}, which answers a 200 in the same way. Thread-safe.
 */
public final class HotConfig extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final transient ReadQuery queries = new ReadQuery();

    // Set once, before the first request.
    private transient Dump dump;
    private transient Access access;
    private transient Door.Keeper keeper;
    private transient GbkTexts texts;

    /** Called by the container, which makes filters without arguments. */
    @Inject
    void use(Dump theDump, Access theAccess, Door.Keeper theKeeper, GbkTexts theTexts) {
        dump = theDump;
        access = theAccess;
        keeper = theKeeper;
        texts = theTexts;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("GET") || !answer(request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** @return whether the request was answered */
    private boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString();
        ConfigKey key = queries.key(query);
        // A namespace is no parameter of this face.
        Door.Visitor visitor = key == null || !key.namespace().isEmpty() ? null : Door.glance(request, keeper);
        if (visitor == null) {
            return false;
        }
        Optional<Text> text = text(key, visitor.caller());
        if (text.isEmpty()) {
            visitor.goOn(request);
            return false;
        }
        queries.remember(query, key);
        write(text.get(), response);
        return true;
    }

    private Optional<Text> text(ConfigKey key, Caller caller) {
        if (!access.allows(caller, Action.READ, key)) {
            return Optional.empty();
        }
        Lookup now = dump.isBehind(key) ? dump.read(key, caller) : dump.find(key, caller);
        return now instanceof Lookup.Found found ? texts.of(found.entry()) : Optional.empty();
    }

    /** Writes a content as every read of this face answers it. */
    static void write(Text text, HttpServletResponse response) throws IOException {
        response.setHeader("Content-MD5", text.md5());
        response.setHeader("Last-Modified", text.since());
        Page.UNCACHED.forEach(response::setHeader);
        Door.shield(response::setHeader);
        response.setContentType(Page.TEXT);
        response.setContentLength(text.bytes().length);
        response.getOutputStream().write(text.bytes());
    }
}
