/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.wire.ConfigKey;

/** Publishers with a key each, which publish one content after the other. Confined to one thread, which starts the others. */
final class Publishers implements AutoCloseable {

    private final List<Line> lines = new ArrayList<>();
    private final ExecutorService threads;
    private final String token;
    private int round;

    Publishers(InetSocketAddress server, int count, String token) {
        this.token = token;
        threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            lines.add(new Line(server));
        }
    }

    /** Runs for this long; how many publishes a second were answered. */
    double run(Duration length) {
        round++;
        long end = System.nanoTime() + length.toNanos();
        List<CompletableFuture<Long>> publishers = IntStream.range(0, lines.size())
                .mapToObj(publisher -> CompletableFuture.supplyAsync(() -> publish(publisher, end), threads))
                .toList();
        long all = publishers.stream().mapToLong(CompletableFuture::join).sum();
        return all / (length.toNanos() / 1e9);
    }

    private long publish(int publisher, long end) {
        ConfigKey key = ConfigKey.of("bench", "publisher-" + publisher);
        long done = 0;
        while (System.nanoTime() - end < 0) {
            lines.get(publisher)
                    .exchange(Bed.put(key, "content " + round + ' ' + done, token))
                    .require(200);
            done++;
        }
        return done;
    }

    @Override
    public void close() {
        lines.forEach(Line::close);
        threads.shutdown();
    }
}
