/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.diamondconfig.bench.figures.Ledger;

/**
 * The command line: {@code <command> [name=value]...}. README.md has one line for each target. It ends with 1 if a target is
 * missed.
 */
public final class Bench {

    private Bench() {}

    /** Runs one command. The arguments may also come as one text with spaces. */
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(String.join(" ", arguments).strip().split("\\s+", -1));
        Ledger ledger = run(words.get(0), words.subList(1, words.size()));
        ledger.print(System.out);
        System.out.println(ledger.keep(Options.TARGET.resolve("results")));
        System.exit(ledger.isMet() ? 0 : 1);
    }

    private static Ledger run(String command, List<String> options) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "read" -> ReadBench.run(Options.parse(options, 0));
            case "wake" -> WakeBench.run(Options.parse(options, 0));
            case "hold" -> HoldBench.run(Options.parse(options, 9_000));
            case "publish" -> PublishBench.run(Options.parse(options, 0));
            case "access" -> AccessBench.run(Options.parse(options, 0));
            case "console" -> ConsoleCommand.run(Options.parse(options, 100_000));
            case "cli" -> CliBench.run(options);
            case "cluster" -> ClusterBench.run(options);
            case "agent" -> AgentBench.run(options);
            case "start" -> StartBench.run(Options.parse(options, 100_000));
            case "client" -> MemoryBench.run(Options.parse(options, 0), "ClientGetBenchmark");
            case "memory" -> MemoryBench.run(Options.parse(options, 0), ".*");
            default ->
                throw new IllegalArgumentException(command
                        + ": read, publish, wake, hold, access, console, start, cluster, agent, cli, client or memory");
        };
    }
}
