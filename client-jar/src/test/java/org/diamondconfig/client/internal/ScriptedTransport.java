/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/** Servers as a test wrote them: what is next from each, in order; the last answer of a server repeats. Thread-safe. */
final class ScriptedTransport implements Transport {

    /** What one server does with one call. */
    interface Turn {

        Reply take(Call call) throws IOException, InterruptedException;
    }

    private final Map<String, Queue<Turn>> turns = new HashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    synchronized ScriptedTransport then(URI server, Turn... next) {
        turns.computeIfAbsent(server.toString(), name -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    /** What is next, whichever server is called: the first one in use is random. */
    ScriptedTransport whoever(Turn... next) {
        return then(URI.create("http:/"), next);
    }

    private synchronized Turn next(URI uri) {
        for (Map.Entry<String, Queue<Turn>> server : turns.entrySet()) {
            if (uri.toString().startsWith(server.getKey() + "/")) {
                Queue<Turn> left = server.getValue();
                return left.size() > 1 ? left.remove() : left.element();
            }
        }
        return dropped();
    }

    @Override
    public Exchange start(Call call) {
        calls.add(call);
        Turn turn = next(call.uri());
        return new Exchange() {
            @Override
            public Reply await() throws IOException, InterruptedException {
                return turn.take(call);
            }

            @Override
            public void cancel() {}
        };
    }

    /** The host of each call so far. */
    List<String> hosts() {
        return calls.stream().map(call -> call.uri().getHost()).toList();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    static Turn dropped() {
        return call -> {
            throw new IOException("connection reset");
        };
    }

    static Turn status(int status, Map<String, String> headers, String body) {
        return call -> new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Turn busy(int status, int retryAfter) {
        return status(status, Map.of("retry-after", Integer.toString(retryAfter)), "");
    }

    static Turn draining() {
        return status(503, Map.of("retry-after", "0"), "{\"code\":\"DRAINING\"}");
    }

    static Turn content(Held held) {
        Map<String, String> headers = Map.of(
                "diamond-epoch", held.epoch().orElseThrow().toString(),
                "diamond-version", Long.toString(held.version()),
                "diamond-md5", held.md5());
        return status(held.present() ? 200 : 404, headers, held.content());
    }

    static Turn changes(Epoch epoch, WatchAnswer.Change... changes) {
        byte[] body = WatchCodec.encodeAnswer(new WatchAnswer(epoch, List.of(changes)));
        return call -> new Reply(200, Map.of(), body);
    }

    @Override
    public void close() {}
}
