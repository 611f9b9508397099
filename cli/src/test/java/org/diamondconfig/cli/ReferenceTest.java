/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_knowsCommandsAndOptions(String shell) {
        Ran ran = new Cli(home).run("completion", shell);

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("namespaces").contains("token-file").contains("rollback");
    }

    @Test
    void completion_ofFish_knowsFiles_words_andWhatIsBelowACommand() {
        String script = new Cli(home).run("completion", "fish").out();

        assertThat(script.lines())
                .anyMatch(line -> line.contains("seen_subcommand_from put' -s f -l file -r -F"))
                .anyMatch(line -> line.contains("seen_subcommand_from apply' -s f -l folder -r -F"))
                .anyMatch(line -> line.endsWith("-n '__fish_seen_subcommand_from export' -F"))
                .anyMatch(line -> line.contains("-s o -l output -x -a 'table json raw'"))
                .anyMatch(line -> line.contains("from users; and __fish_seen_subcommand_from add' -l grant -x"))
                .anyMatch(line -> line.contains("from users; and not __fish_seen_subcommand_from ")
                        && line.contains("' -a add -d"))
                .noneMatch(line -> line.contains("warm-up"));
    }

    /** What bash offers after these words, of which the last is not whole. */
    private String offered(String... words) throws Exception {
        Path script = Files.write(
                home.resolve("script"), new Cli(home).run("completion", "bash").bytes());
        String ask = ". '" + script
                + "'; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_diamond; echo \"${COMPREPLY[*]}\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", ask, "bash"));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt is not for scripts
                .start();
        return new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    @Test
    void completion_ofBash_offersCommandsOptionsAndWords() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");

        assertThat(offered("diamond", "rollb")).isEqualTo("rollback");
        assertThat(offered("diamond", "users", "pass")).isEqualTo("passwd");
        assertThat(offered("diamond", "put", "app", "--allow")).isEqualTo("--allow-empty");
        assertThat(offered("diamond", "list", "-o", "j")).isEqualTo("json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_isUnderstoodByItsShell(String shell) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Stream.of("/bin/", "/usr/bin/").anyMatch(folder -> Files.isExecutable(Path.of(folder + shell))),
                shell + " is not installed");
        Path script = Files.write(
                home.resolve("script"), new Cli(home).run("completion", shell).bytes());

        Process checked = new ProcessBuilder(shell, "-n", script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(checked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(checked.waitFor()).isZero();
    }

    @Test
    void command_alone_tellsOfAllCommands() {
        Ran ran = new Cli(home).run("--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("whoami").contains("doctor").doesNotContain("warm-up");
    }
}
