/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.util.List;
import org.diamondconfig.bench.cli.FolderBench;
import org.diamondconfig.bench.cli.GetBench;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.system.Node;

/** The measurements of the command line: {@code cli <which> [name=value]...}. */
final class CliBench {

    private static final String HEAP = "-Xmx3g";

    private CliBench() {}

    static Ledger run(List<String> words) {
        if (words.isEmpty()) {
            throw unknown("");
        }
        Options options = Options.parse(words.subList(1, words.size()), 100_000);
        Path home = options.fresh();
        try (Node server = Bed.node(options, home.resolve("server"), HEAP)) {
            return switch (words.get(0)) {
                case "folders" -> FolderBench.run(home, server, options.pairs(), options.size());
                case "get" -> GetBench.run(home, server, options.pairs());
                default -> throw unknown(words.get(0));
            };
        }
    }

    private static IllegalArgumentException unknown(String which) {
        return new IllegalArgumentException("cli " + which + ": folders or get");
    }
}
