/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.util.List;
import org.diamondconfig.bench.cluster.DatumBench;
import org.diamondconfig.bench.cluster.IdleBench;
import org.diamondconfig.bench.cluster.SickBench;
import org.diamondconfig.bench.cluster.SilenceBench;
import org.diamondconfig.bench.cluster.TellBench;
import org.diamondconfig.bench.figures.Ledger;

/** The measurements of several servers: {@code cluster <which> [name=value]...}. */
final class ClusterBench {

    private static final int BURSTS = 5;

    private ClusterBench() {}

    static Ledger run(List<String> words) {
        if (words.isEmpty()) {
            throw unknown("");
        }
        String which = words.get(0);
        List<String> rest = words.subList(1, words.size());
        Path home = Options.TARGET
                .resolve("runs")
                .resolve("cluster-" + ProcessHandle.current().pid());
        return switch (which) {
            case "tell" -> {
                Options options = Options.parse(rest, 1_000);
                yield TellBench.run(home, options.warmUp().toNanos(), options.size());
            }
            case "sick" -> {
                Options options = Options.parse(rest, 60);
                yield SickBench.run(home, options.pairs(), options.size());
            }
            case "silence" -> SilenceBench.run(home, Options.parse(rest, 30).size());
            case "idle" -> {
                Options options = Options.parse(rest, 100_000);
                yield IdleBench.run(home, options.size(), options.slice());
            }
            case "datums" -> {
                Options options = Options.parse(rest, 10_000);
                yield DatumBench.run(home, BURSTS, options.pairs(), options.size());
            }
            default -> throw unknown(which);
        };
    }

    private static IllegalArgumentException unknown(String which) {
        return new IllegalArgumentException("cluster " + which + ": tell, sick, silence, idle or datums");
    }
}
