/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;

/** What a read of 1 KiB costs in another process, in Java and in C, 10,000 keys in turn; and of a file with the same bytes. */
public final class ReadBench {

    static final int KEYS = 10_000;

    private static final double NANOS_OF_A_MICRO = 1e3;

    private ReadBench() {}

    /**
     * Measures so many pairs, after this warm-up; those in C in between.
     *
     * @param source of the reader in C
     */
    public static Ledger run(Path store, Path source, long warmUpNanos, int count) throws IOException {
        fill(store);
        Path program = store.resolve("round-robin");
        try (Talk java = Talk.java(Rounds.class, Shelf.READER_JVM, store)) {
            Optional<Talk> c = compiled(source, program)
                    ? Optional.of(Talk.of(List.of(
                            program.toString(),
                            store.resolve(Shelf.CLUSTER + ".mdb").toString())))
                    : Optional.empty();
            try {
                for (long end = System.nanoTime() + warmUpNanos; System.nanoTime() - end < 0; ) {
                    pair(java, c, new ArrayList<>());
                }
                List<Double> inC = new ArrayList<>();
                Pairs pairs = Pairs.measure(count, () -> micros(java, "files"), () -> pair(java, c, inC));
                return ledger(pairs, inC);
            } finally {
                c.ifPresent(Talk::close);
            }
        }
    }

    private static void fill(Path store) throws IOException {
        Path plain = Files.createDirectory(store.resolve("plain"));
        try (ClusterStore open = Shelf.open(store)) {
            for (int i = 0; i < KEYS; i++) {
                open.put(Shelf.told(Shelf.key(i), 1, Shelf.content(i)));
                Files.writeString(plain.resolve(Integer.toString(i)), Shelf.content(i));
            }
        }
    }

    private static boolean compiled(Path source, Path program) {
        try (Talk gcc = Talk.of(List.of("gcc", "-O2", "-o", program.toString(), source.toString(), "-llmdb"))) {
            return gcc.endsWell();
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** One in Java, whose figure this is, and one in C beside it. */
    private static double pair(Talk java, Optional<Talk> c, List<Double> inC) {
        c.ifPresent(talk -> inC.add(micros(talk, "")));
        return micros(java, "agent");
    }

    private static double micros(Talk talk, String what) {
        return Double.parseDouble(talk.ask(what)) / NANOS_OF_A_MICRO;
    }

    private static Ledger ledger(Pairs pairs, List<Double> inC) {
        Ledger ledger = new Ledger("agent read", KEYS + " keys of 1 KiB in turn, another process", Instant.now())
                .add(new Figure("a read in Java, its bytes copied", "us", pairs.theirs(), Bound.atMost(1)))
                .add(new Figure("the same bytes from a file / from the agent", "x", pairs.ratios(), Bound.atLeast(3)))
                .add(Figure.told("the same bytes from a file", "us", pairs.ours()));
        if (inC.isEmpty()) {
            System.out.println("in C: not measured, gcc or liblmdb-dev is not installed");
            return ledger;
        }
        return ledger.add(new Figure("a read in C, its bytes copied", "us", Sample.of(inC), Bound.atMost(0.5)));
    }
}
