/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the commands is made of the commands: {@code -Ddiamond.docs=write} writes it. */
class ReferenceTest {

    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final String MARK = "<!-- From here on it is made of the commands. -->\n";

    @TempDir
    private Path home;

    @Test
    void page_isCurrent() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(MARK) + MARK.length());
        String made = head + '\n' + new Cli(home).run("reference").out();
        if ("write".equals(System.getProperty("diamond.docs"))) {
            Files.writeString(PAGE, made);
        }

        assertThat(page).isEqualTo(made);
    }

    @Test
    void command_alone_tellsOfAllCommands() {
        Ran ran = new Cli(home).run("--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("whoami").contains("doctor").doesNotContain("warm-up");
    }
}
