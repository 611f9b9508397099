/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.notify.Hints;
import org.diamondconfig.wire.ConfigKey;

/**
 * {@code /notify}: a hint that dataId and group changed. This node looks into the database, and serves what it finds; what the
 * hint says is believed in nothing else, since anybody may send it. Nodes tell each other of changes by signed messages, not by
 * this. Thread-safe.
 */
public final class HintServlet extends PlainServlet {

    private static final long serialVersionUID = 1;

    /** In gdiamond's own spelling. */
    private static final String DONE = "Load config to disk successed";

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Hints hints;

    @Inject
    private transient Access access;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConfigKey key = Form.of(request, Form.NAMES).key();
        access.check(Door.caller(request), Action.READ, key);
        hints.take(key);
        write(response, DONE.getBytes(StandardCharsets.US_ASCII));
    }
}
