/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.store.Database;

/** One node's cluster over a real database, its own time moved by hand and its calls answered by a table. */
final class ClusterNode {

    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler(ticker);
    final Map<String, String> addressServers = new HashMap<>();
    final ClusterDir dir;
    final Cluster cluster;
    final OwnAddress address;
    boolean complete = true;
    boolean draining;
    boolean storeUp = true;

    /** Done before each heartbeat is written. */
    volatile Runnable beforeBeat = () -> {};

    /** Completed when an address server is asked that {@link #hanging} stands for. */
    final CompletableFuture<URI> asked = new CompletableFuture<>();

    /** What the address server answers in the end that is at {@code http://hanging/}. */
    final CompletableFuture<Outbound.Reply> hanging = new CompletableFuture<>();

    /** @param settings beside the data folder */
    ClusterNode(Database database, Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("diamond.data", data.toString());
        Settings own = Settings.of(all);
        dir = new ClusterDir(own, new NodeId(own));
        address = new OwnAddress(own);
        OwnNode self = new OwnNode(dir, address, () -> complete, () -> draining);
        ClusterStore store = new ClusterStore(database) {
            @Override
            boolean isUp() {
                return storeUp;
            }

            @Override
            Optional<String> beat(Row row, Duration expiry, boolean first) {
                beforeBeat.run();
                return super.beat(row, expiry, first);
            }
        };
        Outbound outbound = new Outbound(scheduler, own) {
            @Override
            public CompletableFuture<Reply> get(URI uri) {
                if (uri.toString().equals("http://hanging/")) {
                    asked.complete(uri);
                    return hanging;
                }
                String body = addressServers.get(uri.toString());
                return body == null
                        ? CompletableFuture.failedFuture(new IOException("refused"))
                        : CompletableFuture.completedFuture(new Reply(200, body));
            }
        };
        cluster = new Cluster(
                store, self, new Peers(dir, self, outbound, own, ticker), scheduler, new PrometheusRegistry());
    }

    static ClusterNode at(String host, Database database, Path data) {
        return new ClusterNode(database, data, Map.of("diamond.cluster.address", host));
    }

    /** Started, and its first heartbeat done. */
    ClusterNode started() {
        cluster.start();
        scheduler.runDue();
        return this;
    }

    /** One heartbeat later. */
    void beat() {
        pass(Duration.ofSeconds(5));
    }

    void pass(Duration time) {
        scheduler.advance(time);
    }

    /** The hosts of the other nodes that live. */
    List<String> others() {
        return cluster.others().stream()
                .map(member -> member.address().getHost())
                .toList();
    }

    /** The hosts that the name server hands out. */
    List<String> handedOut() {
        return cluster.addresses().stream().map(URI::getHost).toList();
    }
}
