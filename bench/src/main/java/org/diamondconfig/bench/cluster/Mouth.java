/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.system.Node;
import org.diamondconfig.wire.ConfigKey;

/** Publishes at one node, over one connection, and reads there. Confined to one thread. */
final class Mouth implements AutoCloseable {

    /** Longer than a client takes to poll again; a publish that came first would not wake it. */
    private static final long POLLED_AGAIN_NANOS = 8_000_000;

    private final Line line;

    /** What a publish was, and when: nanoseconds. */
    record Said(String content, long at, long answeredAt) {}

    Mouth(Node node) {
        line = new Line(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.uri().getPort()));
    }

    private static String target(ConfigKey key) {
        return "/diamond-server/api/v1/config?group=" + key.group() + "&dataId=" + key.dataId();
    }

    /** Publishes what nobody published before, once everybody who listens had time to poll. */
    Said say(ConfigKey key) {
        LockSupport.parkNanos(POLLED_AGAIN_NANOS);
        String content = "said at " + System.nanoTime();
        Request put = Request.withBody("PUT", target(key), content.getBytes(StandardCharsets.UTF_8));
        long at = System.nanoTime();
        return new Said(content, at, line.exchange(put).require(200).arrivedAt());
    }

    /** Whether a read answers this. */
    boolean serves(ConfigKey key, String content) {
        return line.exchange(Request.of("GET", target(key))).text().equals(content);
    }

    /** The value of a metric without labels. */
    double metric(String name) {
        Answer answer =
                line.exchange(Request.of("GET", "/diamond-server/metrics")).require(200);
        return answer.text()
                .lines()
                .filter(each -> each.startsWith(name + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + ": no such metric"));
    }

    /** Publishes many at once. */
    void sayAll(String items) {
        Answer answer = line.exchange(Request.withBody(
                        "POST",
                        "/diamond-server/api/v1/configs/publish",
                        items.getBytes(StandardCharsets.UTF_8),
                        "Content-Type: application/json"))
                .require(200);
        if (answer.text().contains("\"code\"")) {
            throw new IllegalStateException(answer.text());
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
