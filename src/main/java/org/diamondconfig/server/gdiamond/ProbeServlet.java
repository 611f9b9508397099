/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.watch.Answer;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.diamondconfig.server.watch.Changes;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.Probe;

/**
 * {@code /getProbeModify}: a poll, held for as many milliseconds as Long-Polling-TimeOut says, cut to the longest hold; not at
 * all without it. Thread-safe.
 *
 * <p>When nothing changed in time the answer is an empty 200. gdiamond's server says 304, and its client takes that for a
 * failure: it leaves the server for the next, and after five of them logs an error. At an empty 200 it asks again.
 */
public final class ProbeServlet extends PlainServlet {

    private static final long serialVersionUID = 1;

    private static final String TIMEOUT = "Long-Polling-TimeOut";
    private static final int MAX_DIGITS = 15;
    private static final Map<String, String> HEADERS = Map.of("Content-Type", TEXT, "Cache-Control", "no-store");

    /** The outcomes of a poll, in gdiamond's words. */
    private enum Words implements Rendering {
        GDIAMOND;

        @Override
        public Reply changed(Changes changes) {
            return new Reply(HttpServletResponse.SC_OK, HEADERS, ProbeText.encode(changes.keys()));
        }

        @Override
        public Reply unchanged() {
            return new Reply(HttpServletResponse.SC_OK, HEADERS, new byte[0]);
        }
    }

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient HeldPolls polls;

    /** The right to read is asked for by the poll itself, of each key, whenever it looks. */
    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long maxBytes = Form.ESCAPED * Probe.MAX_BYTES + Form.NAMES;
        Probe probe = ProbeText.decode(Form.of(request, maxBytes).required(Form.PROBE));
        Duration hold = hold(request.getHeader(TIMEOUT));
        AsyncContext context = request.startAsync(request, response);
        Answer answer = Answer.of(context, Words.GDIAMOND);
        try {
            ClientHeader client = Door.client(request);
            polls.hold(new Ask(Door.caller(request), client, probe, hold, answer, Door.standing(request)));
        } catch (ProblemException e) {
            refuse(request, response, e);
            context.complete();
        }
    }

    private Duration hold(String millis) {
        if (millis == null) {
            return Duration.ZERO;
        }
        String digits = millis.strip();
        if (!digits.matches("-?[0-9]+")) {
            throw new BadRequest("BAD_PARAMETER", TIMEOUT + ": milliseconds expected");
        }
        Duration longest = polls.longestHold();
        if (digits.startsWith("-")) {
            return Duration.ZERO;
        }
        Duration wish = digits.length() > MAX_DIGITS ? longest : Duration.ofMillis(Long.parseLong(digits));
        return wish.compareTo(longest) > 0 ? longest : wish;
    }
}
