/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.wire.ConfigKey;

/**
 * {@code /config}: the content of dataId and group, from the dump. A client that says in Content-MD5 what it has is answered 304
 * while that stands. Thread-safe.
 */
public final class ReadServlet extends PlainServlet {

    private static final long serialVersionUID = 1;

    private static final String MD5 = "Content-MD5";

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Dump dump;

    @Inject
    private transient Access access;

    @Inject
    private transient InstantSource clock;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConfigKey key = Form.of(request, Form.NAMES).key();
        Caller caller = Door.caller(request);
        access.check(caller, Action.READ, key);
        // Loading is never 404: at that its clients delete what they have.
        DumpEntry entry = Lookup.required(dump.read(key, caller));
        byte[] content = entry.content().orElseThrow(Lookup::loading);
        response.setHeader(MD5, entry.md5());
        // Its clients take no answer without it, and do nothing with it but send it back.
        response.setDateHeader("Last-Modified", clock.millis());
        if (entry.md5().equals(request.getHeader(MD5))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        } else {
            write(response, content);
        }
    }
}
