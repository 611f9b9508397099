/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.bench.console.ConsoleBench;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.server.Visitor;

/** The measurement of the console, at a closed server whose configurations are kept for the next run. */
final class ConsoleCommand {

    private ConsoleCommand() {}

    static Ledger run(Options options) {
        Path home = Options.TARGET.resolve("console-" + options.server() + "-" + options.size());
        Options closed = options.withSettings(Map.of(
                "diamond.access",
                "closed",
                "diamond.admin.password-file",
                Visitor.passwordIn(home).toAbsolutePath().toString()));
        return ConsoleBench.run(
                Bed.node(closed, home, "-Xmx1g"), home, options.size(), options.pairs(), options.keys());
    }
}
