/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.wire.ConfigKey;

/**
 * Whether all servers serve the same once all is quiet, also those at which no client is: each the final version of every key, from its
 * dump (G7). Confined to one thread.
 */
final class Agreement {

    /** The sweep's bound, and time to ask for all keys. */
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Agreement(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Waits until they do.
     *
     * @param finals the version by key, by its name; a key that is not there never existed
     */
    void require(Map<String, Long> finals) {
        for (ConfigKey key : Traffic.allKeys()) {
            long version = finals.getOrDefault(Traffic.nameOf(key), 0L);
            IntStream.range(0, cluster.size())
                    .forEach(node -> Awaitility.await("server " + node + " to serve version " + version + " of " + key)
                            .atMost(WITHIN)
                            .pollDelay(Duration.ZERO)
                            .until(() -> version(node, key) >= version));
        }
    }

    private long version(int node, ConfigKey key) throws InterruptedException {
        URI uri = URI.create(
                cluster.node(node).uri() + "/api/v1/config?group=" + key.group() + "&dataId=" + key.dataId());
        try {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding());
            return answer.headers().firstValueAsLong("Diamond-Version").orElse(0);
        } catch (IOException noAnswer) {
            return -1;
        }
    }
}
