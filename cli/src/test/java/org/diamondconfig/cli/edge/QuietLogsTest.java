/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the client says is told as it is, and commands no terminal. */
class QuietLogsTest {

    private final System.Logger log =
            new QuietLogs().getLogger("diamond.client", getClass().getModule());

    private static String told(Runnable work) {
        PrintStream before = System.err;
        String verbose = System.getProperty(QuietLogs.VERBOSE, "false");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setProperty(QuietLogs.VERBOSE, "true");
        try {
            work.run();
        } finally {
            System.setProperty(QuietLogs.VERBOSE, verbose);
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sentence_withBraces_isNoPattern() {
        assertThat(told(() -> log.log(Level.WARNING, "it's not {a} list")))
                .isEqualTo("WARNING diamond.client: it's not {a} list\n");
        assertThat(told(() -> log.log(Level.INFO, "{0} of {1}", "one", 2)))
                .isEqualTo("INFO diamond.client: one of 2\n");
    }

    @Test
    void sentence_ofAServer_commandsNoTerminal() {
        assertThat(told(() -> log.log(Level.WARNING, "{0}", "a\u001b[2Jb"))).contains("a\\x1b[2Jb");
    }
}
