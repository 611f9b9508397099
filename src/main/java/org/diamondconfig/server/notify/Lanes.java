/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;

/** The facade of telling: a lane to every other node that lives, and every change put on each. Thread-safe. */
@Component
public final class Lanes {

    private static final Duration UPKEEP = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Means means;
    private final Map<URI, Lane> lanes = new ConcurrentHashMap<>();

    /** Null: not running. */
    private volatile Scheduler.Handle upkeep;

    /** For whom there are lanes now. */
    private volatile List<Member> peers = List.of();

    @Inject
    Lanes(Cluster cluster, Means means, PrometheusRegistry metrics) {
        this.cluster = cluster;
        this.means = means;
        GaugeWithCallback.builder()
                .name("diamond_notify_queued")
                .help("Changed keys that wait to be told to a peer.")
                .labelNames("peer")
                .callback(gauge -> states().forEach(
                                lane -> gauge.call(lane.queued(), lane.peer().toString())))
                .register(metrics);
        counter(metrics, "diamond_notify_sent", "Notices that arrived at a peer.", LaneState::sent);
        counter(
                metrics,
                "diamond_notify_failed",
                "Messages to a peer that failed and were sent again.",
                LaneState::failed);
        counter(metrics, "diamond_notify_dropped", "Notices left to a peer's sweep.", LaneState::dropped);
    }

    private void counter(PrometheusRegistry metrics, String name, String help, ToDoubleFunction<LaneState> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("peer")
                .callback(counter -> states().forEach(lane ->
                        counter.call(value.applyAsDouble(lane), lane.peer().toString())))
                .register(metrics);
    }

    /** Begins to tell. */
    public void start() {
        upkeep = means.scheduler().every("lanes", UPKEEP, this::matchPeers);
    }

    /** Ends telling; what was not told yet, the others' sweeps find. */
    public void stop() {
        Scheduler.Handle ending = upkeep;
        upkeep = null;
        if (ending != null) {
            ending.cancel();
            lanes.values().forEach(Lane::close);
            lanes.clear();
        }
    }

    void onChanged(@Observes ConfigChanged change) {
        if (upkeep != null) {
            matchPeers();
            ConfigChanged bare = change.bare();
            lanes.values().forEach(lane -> lane.offer(bare));
        }
    }

    /** Opens lanes to nodes that came and closes those to nodes that went. */
    private void matchPeers() {
        List<Member> now = cluster.others();
        if (now.equals(peers)) {
            return;
        }
        synchronized (this) {
            Map<URI, Member> byAddress =
                    now.stream().collect(Collectors.toMap(Member::address, member -> member, (a, b) -> a));
            byAddress.forEach((address, member) -> lanes.computeIfAbsent(address, unknown -> new Lane(member, means))
                    .isNow(member));
            lanes.forEach((address, lane) -> {
                if (!byAddress.containsKey(address)) {
                    lane.close();
                    lanes.remove(address, lane);
                }
            });
            peers = now;
        }
    }

    /** How telling goes, peer by peer in the order of their addresses. */
    public List<LaneState> states() {
        return lanes.values().stream()
                .map(Lane::state)
                .sorted(Comparator.comparing(LaneState::peer))
                .toList();
    }
}
