/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import java.nio.file.Path;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.client.test.Received;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A test of the command line at a server that answers what it is told to. */
abstract class DiamondCase {

    static final String NO_CONFIGS = "{\"configs\":[]}";

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    Path home;

    Cli cli;

    @BeforeEach
    void connect() {
        cli = Cli.of(diamond, home);
    }

    /** What was asked last. */
    final Received last() {
        return diamond.requests().get(diamond.requests().size() - 1);
    }

    /** An answer of these rows. */
    static String configs(String... rows) {
        return "{\"configs\":[" + String.join(",", rows) + "]}";
    }

    /** An answer to a batch of these. */
    static String results(String... results) {
        return "{\"results\":[" + String.join(",", results) + "]}";
    }
}
