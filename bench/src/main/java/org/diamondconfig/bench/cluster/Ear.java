/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.system.Node;
import org.diamondconfig.wire.ConfigKey;

/** A client of one node that listens to one key, and the moments at which it was called back. Thread-safe. */
final class Ear implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    /** Whoever has heard nothing for so long has heard the last. */
    private static final long QUIET_SECONDS = 1;

    private record Heard(String content, long at) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final DiamondClient client;

    Ear(Path home, Node node, ConfigKey key) {
        client = DiamondClient.builder()
                .home(home)
                .servers(node.uri().toString())
                .build();
        client.listen(key, config -> heard.add(new Heard(config.content(), System.nanoTime())));
    }

    /** When this content arrived, in nanoseconds. */
    long awaitHearing(String content) {
        while (true) {
            Heard next = next(PATIENCE_SECONDS);
            if (next == null) {
                throw new IllegalStateException("nobody was told of '" + content + "'");
            }
            if (next.content().equals(content)) {
                return next.at();
            }
        }
    }

    /** As {@link #awaitHearing}, of a content that nothing may follow. */
    long awaitLast(String content) {
        long at = awaitHearing(content);
        Heard more = next(QUIET_SECONDS);
        if (more != null) {
            throw new IllegalStateException(
                    "told of " + more.content().length() + " characters after the last content");
        }
        return at;
    }

    private Heard next(long patienceSeconds) {
        try {
            return heard.poll(patienceSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
