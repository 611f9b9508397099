/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;

/** What readers see while one value of 60 KB is rewritten as fast as the agent's store takes it, by another process. */
public final class RewriteBench {

    private RewriteBench() {}

    /** Measures so many reads. */
    public static Ledger run(Path store, int reads) {
        try (Talk writer = Talk.java(Writer.class, Shelf.AGENT_JVM, store)) {
            writer.hear();
            try (Talk reader = Talk.java(Reader.class, Shelf.READER_JVM, store, reads)) {
                String[] said = reader.hear().split(" ", -1);
                Ledger ledger = new Ledger("agent rewrite", reads + " reads of 60 KB, one writer", Instant.now());
                ledger.add(none("misses", said[0])).add(none("torn", said[1]));
                ledger.add(none("older than one before", said[2])).add(none("failed", said[3]));
                ledger.add(Figure.of(
                        "versions that were seen", "", Double.parseDouble(said[4]), Bound.atLeast(reads / 1e4)));
                return ledger.add(told("versions that were written meanwhile", "", said[5]))
                        .add(told("a read, its text compared", "us", said[6]));
            }
        }
    }

    private static Figure none(String name, String value) {
        return Figure.of(name, "", Double.parseDouble(value), Bound.atMost(0));
    }

    private static Figure told(String name, String unit, String value) {
        return Figure.of(name, unit, Double.parseDouble(value), Bound.REPORTED);
    }

    /** Writes without a rest, until it is killed. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            ClusterStore store = Shelf.open(Path.of(arguments[0]));
            for (long version = 1; ; version++) {
                store.put(Shelf.told(Shelf.HOT, version, Shelf.large(version)));
                if (version == 1) {
                    System.out.println("begun");
                }
            }
        }
    }

    /** Reads, and says in a line what it has seen. */
    static final class Reader {

        private final List<String> whole =
                IntStream.range(0, 26).mapToObj(Shelf::large).toList();
        private int misses;
        private int torn;
        private int older;
        private int failed;
        private int seen;
        private long first;
        private long last;

        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            Reader all = new Reader();
            int reads = Integer.parseInt(arguments[1]);
            try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), Shelf.CLUSTER)) {
                if (!reader.isMapped()) {
                    throw new IllegalStateException("not by LMDB");
                }
                long start = System.nanoTime();
                for (int i = 0; i < reads; i++) {
                    all.look(reader);
                }
                double micros = (System.nanoTime() - start) / 1e3 / reads;
                System.out.println(all.misses + " " + all.torn + " " + all.older + " " + all.failed + " " + all.seen
                        + " " + (all.last - all.first) + " " + micros);
            }
        }

        private void look(AgentReader reader) {
            try {
                StoredConfig found = reader.find(Shelf.HOT).orElse(null);
                if (found == null) {
                    misses++;
                    return;
                }
                long version = found.version();
                torn += found.content().equals(whole.get((int) (version % whole.size()))) ? 0 : 1;
                older += version < last ? 1 : 0;
                seen += version > last ? 1 : 0;
                first = first == 0 ? version : first;
                last = version;
            } catch (RuntimeException e) {
                failed++;
            }
        }
    }
}
