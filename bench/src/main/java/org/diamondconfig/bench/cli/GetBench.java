/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cli;

import java.nio.file.Path;
import java.time.Instant;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.system.Node;

/** The processor time of one {@code diamond get}, user's and system's, and of a Java that does nothing. */
public final class GetBench {

    private static final int FEWEST = 11;
    private static final double MOST_SECONDS = 0.6;
    private static final String NAME = Batches.dataId(0);

    private GetBench() {}

    /** Measures so many runs, 11 at least, at this server, which is started here. */
    public static Ledger run(Path home, Node server, int runs) {
        server.start();
        try (Batches batches = new Batches(server)) {
            batches.publish("DEFAULT_GROUP", 1);
        }
        Tool tool = new Tool(home, server);
        double first = tool.processor("get", NAME);
        double[] gets = new double[Math.max(FEWEST, runs)];
        double[] nothings = new double[gets.length];
        for (int i = 0; i < gets.length; i++) {
            gets[i] = tool.processor("get", NAME);
            nothings[i] = tool.processorOfNothing();
        }
        return new Ledger("cli get", gets.length + " runs", Instant.now())
                .add(new Figure("processor time of a get", "s", Sample.of(gets), Bound.atMost(MOST_SECONDS)))
                .add(Figure.told("the first one, which has classes kept", "s", Sample.of(first)))
                .add(Figure.told("java -version", "s", Sample.of(nothings)));
    }
}
