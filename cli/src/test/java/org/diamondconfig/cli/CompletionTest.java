/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells offer, each asked itself where it is installed; .ci/run fails where one is not. */
@Timeout(300)
class CompletionTest {

    /** In a terminal of its own, since zsh completes nowhere else: what the command is given once the tab was pressed. */
    private static final String PRESS_TAB = """
            zmodload zsh/zpty || exit 3
            zpty shell zsh -f -i
            zpty -w shell "source ${(q)1}"
            zpty -r shell seen '*ready to complete*'
            shift
            zpty -w -n shell "$*"$'\\t'
            zpty -w -n shell $'\\r'
            zpty -r shell seen '*given<*>*'
            print -r -- "${${seen##*given<}%%>*}"
            zpty -d shell
            """;

    @TempDir
    private Path home;

    private Path script(String shell, String... more) throws IOException {
        Path script = Files.write(
                home.resolve("script"), new Cli(home).run("completion", shell).bytes());
        Files.write(script, List.of(more), java.nio.file.StandardOpenOption.APPEND);
        return script;
    }

    private static void requireInstalled(String shell) {
        assumeTrue(
                Stream.of("/bin/", "/usr/bin/").anyMatch(folder -> Files.isExecutable(Path.of(folder + shell))),
                shell + " is not installed");
    }

    /** What such a program prints, in a home of its own. */
    private String printed(List<String> command) throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(List.of("timeout", "250")); // whoever waits for ever is ended
        limited.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(limited).redirectError(home.resolve("err").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("ZDOTDIR");
        Process shell = builder.start();
        try {
            shell.getOutputStream().close();
            String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor())
                    .as("%s %s", printed, Files.readString(home.resolve("err")))
                    .isZero();
            return printed.strip();
        } finally {
            shell.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void script_knowsCommandsAndOptions(String shell) {
        Ran ran = new Cli(home).run("completion", shell);

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("namespaces").contains("token-file").contains("rollback");
    }

    @Test
    void script_ofFish_knowsFiles_words_andWhatIsBelowACommand() {
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

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void script_isUnderstoodByItsShell(String shell) throws Exception {
        requireInstalled(shell);

        String printed = printed(List.of(shell, "-n", script(shell).toString()));

        assertThat(printed).isEmpty();
        assertThat(home.resolve("err")).isEmptyFile();
    }

    /** What bash offers after these words, of which the last is not whole. */
    private String bash(String... words) throws Exception {
        String ask = ". '" + script("bash")
                + "'; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_diamond; echo \"${COMPREPLY[*]}\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", ask, "bash"));
        command.addAll(List.of(words));
        return printed(command);
    }

    @Test
    void bash_offersCommandsOptionsAndWords() throws Exception {
        requireInstalled("bash");

        assertThat(bash("diamond", "rollb")).isEqualTo("rollback");
        assertThat(bash("diamond", "users", "pass")).isEqualTo("passwd");
        assertThat(bash("diamond", "put", "app", "--allow")).isEqualTo("--allow-empty");
        assertThat(bash("diamond", "list", "-o", "j")).isEqualTo("json");
    }

    /** What a person in zsh has made of this by a tab. */
    private String zsh(String typed) throws Exception {
        Path script = script("zsh", "diamond() { print -r -- \"given<$*>\"; }", "print ready to complete");
        return printed(List.of("zsh", "-f", "-c", PRESS_TAB, "zsh", script.toString(), typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollb|ack", "users pass|wd", "put app --allow|-empty", "list -o j|son"})
    void zsh_completesCommandsOptionsAndWords(String words) throws Exception {
        requireInstalled("zsh");

        assertThat(zsh("diamond " + words.replaceFirst("\\|.*", "")).strip()).isEqualTo(words.replace("|", ""));
    }

    /** What fish offers in place of the last of these words. */
    private String fish(String typed) throws Exception {
        return printed(List.of(
                        "fish",
                        "--no-config",
                        "-c",
                        "source $argv[1]; complete -C $argv[2]",
                        script("fish").toString(),
                        typed))
                .replaceAll("\t.*", "");
    }

    @Test
    void fish_offersCommandsOptionsAndWords() throws Exception {
        requireInstalled("fish");

        assertThat(fish("diamond rollb")).isEqualTo("rollback");
        assertThat(fish("diamond users pass")).isEqualTo("passwd");
        assertThat(fish("diamond put app --allow")).isEqualTo("--allow-empty");
        assertThat(fish("diamond list -o j")).isEqualTo("json");
        assertThat(fish("diamond get --if-n")).isEqualTo("--if-none-match");
    }
}
