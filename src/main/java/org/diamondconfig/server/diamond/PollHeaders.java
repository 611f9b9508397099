/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.diamondconfig.server.watch.Changes;
import org.diamondconfig.wire.ConfigKey;

/**
 * What the headers of a poll say: how long its client waits, and in which words it is answered. Immutable.
 *
 * @param timeout of the client; empty: it does not wait
 * @param held whether it may be held, if nothing differs
 * @param words how it is spoken to
 */
record PollHeaders(Optional<Duration> timeout, boolean held, Rendering words) {

    /** A client is answered so long before it gives up. */
    private static final Duration AHEAD = Duration.ofMillis(500);

    /** No client that waits at all is answered sooner. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    /**
     * So much of both headers with keys fits everywhere: some containers have 8 KiB for all headers of an answer, and end the
     * connection without one beyond. Keys that do not fit are told in the next round, for they differ still.
     */
    private static final int MAX_HEADERS = 4 << 10;

    private static final List<Integer> FIRST_WITH_BODY = List.of(2, 0, 4);

    /** @throws BadRequest BAD_HEADER if the timeout is no number */
    static PollHeaders of(HttpServletRequest request) {
        Optional<Duration> timeout =
                either(request, "longPullingTimeout", "Long-Pulling-Timeout").map(PollHeaders::millis);
        boolean held = timeout.isPresent()
                && either(request, "Long-Pulling-Timeout-No-Hangup", "longPullingNoHangUp")
                        .filter(Boolean::parseBoolean)
                        .isEmpty();
        if (timeout.isPresent()) {
            return new PollHeaders(timeout, held, Words.HELD);
        }
        boolean old =
                isOld(Optional.ofNullable(request.getHeader("Client-Version")).orElse("2.0.0"));
        return new PollHeaders(timeout, false, old ? Words.OLD : Words.SHORT);
    }

    private static Optional<String> either(HttpServletRequest request, String name, String laterName) {
        return Optional.ofNullable(request.getHeader(name)).or(() -> Optional.ofNullable(request.getHeader(laterName)));
    }

    private static Duration millis(String text) {
        String digits = text.strip();
        if (!digits.matches("-?[0-9]{1,40}")) {
            throw new BadRequest("BAD_HEADER", "longPullingTimeout: a whole number of milliseconds expected");
        }
        return Duration.ofMillis(digits.length() > 15 ? Integer.MAX_VALUE : Long.parseLong(digits));
    }

    /** How long to hold the poll. */
    Duration hold(Duration longest) {
        if (!held) {
            return Duration.ZERO;
        }
        Duration wish = timeout.orElseThrow().minus(AHEAD);
        Duration atLeast = wish.compareTo(LEAST) < 0 ? LEAST : wish;
        return atLeast.compareTo(longest) > 0 ? longest : atLeast;
    }

    /** Whether this version comes before 2.0.4, of which on the answer is the body. */
    static boolean isOld(String version) {
        String[] parts = version.strip().split("\\.", -1);
        for (int i = 0; i < FIRST_WITH_BODY.size(); i++) {
            int part = i < parts.length ? leadingNumber(parts[i]) : 0;
            int first = FIRST_WITH_BODY.get(i);
            if (part != first) {
                return part < first;
            }
        }
        return false;
    }

    private static int leadingNumber(String part) {
        int number = 0;
        for (int i = 0; i < part.length() && i < 6 && part.charAt(i) >= '0' && part.charAt(i) <= '9'; i++) {
            number = 10 * number + part.charAt(i) - '0';
        }
        return number;
    }

    /** The words for each kind of client. */
    private enum Words implements Rendering {

        /** It waits. */
        HELD {
            @Override
            public Reply unchanged() {
                return reply(Map.of(), "");
            }
        },

        /** It asks again and again. */
        SHORT {
            @Override
            public Reply unchanged() {
                return reply(Map.of(), Page.OK.text());
            }
        },

        /** It does so, and looks for the keys in headers. */
        OLD {
            @Override
            public Reply changed(Changes changes) {
                StringBuilder plain = new StringBuilder();
                StringBuilder encoded = new StringBuilder();
                for (ConfigKey key : changes.keys()) {
                    String words = key.dataId() + ':' + key.group() + ';';
                    String line = line(key);
                    if (plain.length() + encoded.length() + words.length() + line.length() <= MAX_HEADERS) {
                        plain.append(words);
                        encoded.append(line);
                    }
                }
                return keys(plain.toString(), encoded.toString());
            }

            @Override
            public Reply unchanged() {
                return keys("", "");
            }

            private Reply keys(String plain, String encoded) {
                return reply(
                        Map.of("Probe-Modify-Response", plain, "Probe-Modify-Response-New", encoded), Page.OK.text());
            }
        };

        @Override
        public Reply changed(Changes changes) {
            List<String> lines = changes.keys().stream().map(Words::line).toList();
            return reply(Map.of(), String.join("", lines) + '\n');
        }

        /** {@code dataId ^2 group ^1}, escaped. */
        private static String line(ConfigKey key) {
            return URLEncoder.encode(key.dataId() + Form.WORD + key.group() + Form.LINE, StandardCharsets.UTF_8);
        }

        private static Reply reply(Map<String, String> more, String body) {
            Map<String, String> headers = new HashMap<>(Page.UNCACHED);
            headers.put("Content-Type", Page.TEXT);
            Door.shield(headers::put);
            headers.putAll(more);
            return new Reply(200, headers, body.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
