/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.Nodes;
import org.diamondconfig.system.TcpProxy;
import org.diamondconfig.wire.ConfigKey;

/** When a node serves a new version of which nobody can tell it: by its delta sweep, and, where that is off, by its full one. */
public final class SilenceBench {

    private static final ConfigKey KEY = ConfigKey.of("bench", "silence");
    private static final int NODES = 3;

    /** The node whose delta sweep is off. */
    private static final int FULL_ONLY = 2;

    private static final long LOOK_NANOS = 5_000_000;

    private SilenceBench() {}

    /** Measures so many publishes for the delta sweep, and one for the full one. */
    public static Ledger run(Path home, int publishes) {
        try (Cluster cluster = Cluster.of(NODES)
                        .wired()
                        .with(FULL_ONLY, node -> Nodes.payara(node.with("diamond.sweep.delta", "24h")))
                        .start(home);
                Mouth mouth = new Mouth(cluster.node(0));
                Mouth delta = new Mouth(cluster.node(1));
                Mouth full = new Mouth(cluster.node(FULL_ONLY))) {
            silence(cluster);
            double[] byDelta = new double[publishes];
            for (int i = 0; i < publishes; i++) {
                byDelta[i] = seconds(mouth.say(KEY), delta);
            }
            double byFull = seconds(mouth.say(KEY), full);
            return new Ledger("cluster silence", NODES + " x Payara Micro, MariaDB, no notify arrives", Instant.now())
                    .add(Figure.of(
                            "served by another node, the latest",
                            "s",
                            Sample.of(byDelta).greatest(),
                            Bound.atMost(2.5)))
                    .add(Figure.told("served by another node", "s", Sample.of(byDelta)))
                    .add(Figure.of("the same with the delta sweep off", "s", byFull, Bound.atMost(65)));
        }
    }

    private static void silence(Cluster cluster) {
        for (int from = 0; from < NODES; from++) {
            for (int to = 0; to < NODES; to++) {
                if (from != to) {
                    TcpProxy wire = cluster.wire(from, to);
                    wire.refuse();
                    wire.reset();
                }
            }
        }
    }

    private static double seconds(Mouth.Said said, Mouth at) {
        while (!at.serves(KEY, said.content())) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (System.nanoTime() - said.answeredAt()) / 1e9;
    }
}
