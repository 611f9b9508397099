/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.nio.file.Path;
import java.time.Instant;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.wire.ConfigKey;

/**
 * How long after a publish is sent a client is called back: one of another node against one of the same node, three nodes,
 * all well. The two take turns, publish by publish, each with a key and a listener of its own.
 */
public final class TellBench {

    private static final ConfigKey NEAR = ConfigKey.of("bench", "near");
    private static final ConfigKey FAR = ConfigKey.of("bench", "far");
    private static final int NODES = 3;

    private TellBench() {}

    /** Measures so many publishes of each kind, after this warm-up. */
    public static Ledger run(Path home, long warmUpNanos, int publishes) {
        try (Cluster cluster = Cluster.of(NODES)
                        .fullGrown()
                        .withOptions(node -> node.withJvm("-Xmx512m"))
                        .start(home);
                Mouth mouth = new Mouth(cluster.node(0));
                Ear near = new Ear(home.resolve("near"), cluster.node(0), NEAR);
                Ear far = new Ear(home.resolve("far"), cluster.node(1), FAR)) {
            for (long end = System.nanoTime() + warmUpNanos; System.nanoTime() - end < 0; ) {
                millis(mouth, near, NEAR);
                millis(mouth, far, FAR);
            }
            double[] same = new double[publishes];
            double[] other = new double[publishes];
            for (int i = 0; i < publishes; i++) {
                same[i] = millis(mouth, near, NEAR);
                other[i] = millis(mouth, far, FAR);
            }
            return ledger(Sample.of(same), Sample.of(other));
        }
    }

    private static double millis(Mouth mouth, Ear ear, ConfigKey key) {
        Mouth.Said said = mouth.say(key);
        return (ear.awaitHearing(said.content()) - said.at()) / 1e6;
    }

    private static Ledger ledger(Sample same, Sample other) {
        return new Ledger(
                        "cluster tell",
                        NODES + " x Payara Micro, MariaDB, " + same.size() + " publishes",
                        Instant.now())
                .add(ratio(50, same, other, Bound.atMost(2)))
                .add(ratio(99, same, other, Bound.atMost(4)))
                .add(Figure.told("publish to callback, same node", "ms", same))
                .add(Figure.told("publish to callback, another node", "ms", other))
                .add(Figure.of("publish to callback, same node, p99", "ms", same.percentile(99), Bound.REPORTED))
                .add(Figure.of("publish to callback, another node, p99", "ms", other.percentile(99), Bound.REPORTED));
    }

    private static Figure ratio(int percent, Sample same, Sample other, Bound bound) {
        double ratio = other.percentile(percent) / same.percentile(percent);
        return Figure.of("callback at another node / at the same, p" + percent, "x", ratio, bound);
    }
}
