/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/** An {@link Answer} that remembers in words what was written to its client. Thread-safe. */
final class RecordingAnswer implements Answer {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile byte[] body = {};

    @Override
    public Rendering rendering() {
        return new Rendering() {
            @Override
            public Reply changed(Changes changes) {
                return new Reply(200, Map.of(), changes.json());
            }

            @Override
            public Reply unchanged() {
                return new Reply(200, Map.of(), new byte[0]);
            }
        };
    }

    @Override
    public void send(Reply reply) {
        if (reply.status() >= 400) {
            written.add(reply.status() + " " + Json.parseObject(reply.body()).string("code"));
            return;
        }
        body = reply.body();
        written.add(body.length == 0 ? "unchanged" : words(WatchCodec.decodeAnswer(body)));
    }

    private static String words(WatchAnswer answer) {
        return Stream.concat(
                        answer.changes().stream().map(RecordingAnswer::words),
                        answer.branches().stream().map(branch -> branch.prefix().prefix() + "*"))
                .collect(Collectors.joining(" "));
    }

    private static String words(WatchAnswer.Change change) {
        return change.key().dataId() + "@" + change.version() + "="
                + change.content().orElse(change.present() ? "?" : "-");
    }

    @Override
    public void fail(RuntimeException problem) {
        written.add(
                problem instanceof ProblemException known ? known.status() + " " + known.code() : problem.toString());
    }

    /** All that was written; more than one word a client should ever see is a defect. */
    List<String> written() {
        return written;
    }

    byte[] body() {
        return body;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
