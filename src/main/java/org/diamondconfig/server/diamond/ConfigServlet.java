/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.GbkTexts;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe;

/**
 * {@code /config.co} and {@code /config.do}, the conversation with applications: a read, the poll, and many reads at once.
 * Thread-safe.
 */
public final class ConfigServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** A byte of a probe takes three when it is escaped; the rest is for what else is sent. */
    private static final long MAX_FORM = 3L * Probe.MAX_BYTES + (64 << 10);

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Dump dump;

    @Inject
    private transient Access access;

    @Inject
    private transient GbkTexts texts;

    @Inject
    private transient Polling polling;

    @Inject
    private transient Batches batches;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            switch (request.getMethod()) {
                case "GET" -> read(request, response);
                case "POST" -> post(request, response);
                default -> Page.NEITHER_GET_NOR_POST.write(response);
            }
        } catch (ProblemException e) {
            Page.of(e).write(response);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConfigKey key = Form.of(request, 0).key();
        Caller caller = Door.caller(request);
        access.check(caller, Action.READ, key);
        DumpEntry entry = Lookup.required(dump.read(key, caller));
        HotConfig.write(texts.of(entry).orElseThrow(Lookup::loading), response);
    }

    private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Form form = Form.of(request, MAX_FORM);
        if (form.text("method").equals("batchGetConfig")) {
            batches.read(new Ask(Door.caller(request), form)).write(response);
        } else {
            polling.poll(request, form, response);
        }
    }
}
