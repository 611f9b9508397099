/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * Whether all servers serve the same once all is quiet, also those at which no client is: each the final version of every key with its very
 * bytes, from its dump (G7). Confined to one thread.
 */
final class Agreement {

    /** The sweep's bound, and time to ask for all keys on a machine that is busy. */
    private static final Duration WITHIN = Duration.ofSeconds(30);

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
     * What a server answered to a read.
     *
     * @param version 0: the key never existed
     * @param md5 of the bytes that came; {@link Operation#ABSENT} if it said that there are none
     */
    record Served(long version, String md5) {

        /** Whether that is the last row of the key, or one that came after it; null: it has none. */
        boolean is(Row last) {
            return last == null
                    ? md5.equals(Operation.ABSENT)
                    : version > last.version() || (version == last.version() && md5.equals(last.value()));
        }
    }

    /**
     * Waits until they do.
     *
     * @param last the newest row of each key, by its name; a key that is not there never existed
     */
    void require(Map<String, Row> last) {
        for (ConfigKey key : Traffic.allKeys()) {
            Row row = last.get(Traffic.nameOf(key));
            IntStream.range(0, cluster.size())
                    .forEach(node -> Awaitility.await("server " + node + " to serve " + row + " of " + key)
                            .atMost(WITHIN)
                            .pollDelay(Duration.ZERO)
                            .until(() -> served(node, key)
                                    .filter(answer -> answer.is(row))
                                    .isPresent()));
        }
    }

    /** Empty if there was no answer, or one that says neither. */
    private Optional<Served> served(int node, ConfigKey key) throws InterruptedException {
        URI uri = URI.create(
                cluster.node(node).uri() + "/api/v1/config?group=" + key.group() + "&dataId=" + key.dataId());
        try {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            long version = answer.headers().firstValueAsLong("Diamond-Version").orElse(0);
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(new Served(version, Md5.hex(answer.body())));
                case 404 -> Optional.of(new Served(version, Operation.ABSENT));
                default -> Optional.empty();
            };
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }
}
