/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.TcpProxy;
import org.diamondconfig.wire.ConfigKey;

/**
 * What one dead and one frozen node of five cost the others: the time of a publish, and the time until a client of another
 * healthy node is called back, against the same with all five well. Rounds with and without the faults take turns.
 *
 * <p>The dead one is one to which no connection can be made; the frozen one is stopped by a signal.
 */
public final class SickBench {

    private static final ConfigKey KEY = ConfigKey.of("bench", "sick");
    private static final int NODES = 5;
    private static final int HEALTHY = 3;
    private static final int FROZEN = 3;
    private static final int DEAD = 4;

    /** Until the faults are noticed, or forgotten. */
    private static final Duration SETTLES = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Mouth mouth;
    private final List<Ear> ears;
    private final int publishes;

    private SickBench(Cluster cluster, Mouth mouth, List<Ear> ears, int publishes) {
        this.cluster = cluster;
        this.mouth = mouth;
        this.ears = ears;
        this.publishes = publishes;
    }

    /** One round: the medians of its publishes. */
    private record Round(double published, double heard) {}

    /** Measures so many pairs of rounds, each of so many publishes, after one pair that does not count. */
    public static Ledger run(Path home, int pairs, int publishes) {
        List<Ear> ears = new ArrayList<>();
        try (Cluster cluster = Cluster.of(NODES)
                        .fullGrown()
                        .withOptions(node -> node.withJvm("-Xmx384m", "-XX:+UseSerialGC"))
                        .wired()
                        .start(home);
                Mouth mouth = new Mouth(cluster.node(0))) {
            for (int i = 1; i < HEALTHY; i++) {
                ears.add(new Ear(home.resolve("ear-" + i), cluster.node(i), KEY));
            }
            return new SickBench(cluster, mouth, ears, publishes).measure(pairs);
        } finally {
            ears.forEach(Ear::close);
        }
    }

    private Ledger measure(int count) {
        well();
        sick();
        Pairs published = new Pairs();
        Pairs heard = new Pairs();
        for (int i = 0; i < count; i++) {
            boolean sickFirst = i % 2 == 0;
            Round first = sickFirst ? sick() : well();
            Round second = sickFirst ? well() : sick();
            Round ours = sickFirst ? first : second;
            Round theirs = sickFirst ? second : first;
            published.add(ours.published(), theirs.published());
            heard.add(ours.heard(), theirs.heard());
        }
        return new Ledger(
                        "cluster sick",
                        NODES + " x Payara Micro, MariaDB, " + count + " pairs of " + publishes + " publishes",
                        Instant.now())
                .add("publish, one dead and one frozen / all well, p50", "ms", published, Bound.atMost(1.2))
                .add("callback at the healthy, the same", "ms", heard, Bound.atMost(1.2));
    }

    private Round well() {
        cluster.node(FROZEN).resume();
        for (int from = 0; from < NODES; from++) {
            wires(from).forEach(TcpProxy::heal);
        }
        return round();
    }

    private Round sick() {
        for (int from = 0; from < HEALTHY; from++) {
            wires(from).forEach(wire -> {
                wire.refuse();
                wire.reset();
            });
        }
        cluster.node(FROZEN).pause();
        return round();
    }

    private List<TcpProxy> wires(int from) {
        return from == DEAD ? List.of() : List.of(cluster.wire(from, DEAD));
    }

    private Round round() {
        LockSupport.parkNanos(SETTLES.toNanos());
        double[] published = new double[publishes];
        double[] heard = new double[publishes];
        for (int i = 0; i < publishes; i++) {
            Mouth.Said said = mouth.say(KEY);
            published[i] = (said.answeredAt() - said.at()) / 1e6;
            heard[i] = ears.stream()
                    .mapToDouble(ear -> (ear.awaitHearing(said.content()) - said.at()) / 1e6)
                    .max()
                    .orElseThrow();
        }
        return new Round(Sample.of(published).median(), Sample.of(heard).median());
    }
}
