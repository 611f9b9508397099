/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, with a Java that only tells how it was called. */
@Timeout(30)
class LauncherTest {

    private static final Path LAUNCHER = Path.of("bin/diamond").toAbsolutePath();
    private static final String TELL = "#!/bin/sh\n" + "echo \"LC_ALL=$LC_ALL $*\"\n" + "echo \"$*\" >> calls\n";
    private static final String KEEP =
            "for a; do case $a in\n-XX:ArchiveClassesAtExit=*) echo kept > \"${a#*=}\" ;;\nesac; done\n";

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
        Files.writeString(home.resolve("diamond-cli.jar"), "none");
    }

    private void java(String script) throws IOException {
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String run(String locale) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", LAUNCHER.toString(), "get", "two words")
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment()
                .put("DIAMOND_CLI_JAR", home.resolve("diamond-cli.jar").toString());
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(home.resolve("calls"));
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("cache/diamond"))) {
            return all.toList();
        }
    }

    @Test
    void locale_withoutUtf8_isOneWithIt() throws Exception {
        java(TELL);

        assertThat(run("C")).startsWith("LC_ALL=C.UTF-8 ").endsWith("diamond-cli.jar get two words\n");
        assertThat(run("C.UTF-8")).startsWith("LC_ALL=C.UTF-8 ");
    }

    @Test
    void streams_thatArePipes_areToldToBeNoTerminals() throws Exception {
        java(TELL);

        assertThat(run("C")).contains(" -Ddiamond.cli.terminal= -jar ");
    }

    @Test
    void classes_areKept_once() throws Exception {
        java(TELL + KEEP);

        assertThat(run("C")).contains("-XX:SharedArchiveFile=");
        run("C");
        assertThat(calls())
                .hasSize(3)
                .filteredOn(call -> call.endsWith("warm-up"))
                .hasSize(1);
        assertThat(cached()).hasSize(1);
    }

    @Test
    void java_thatKeepsNoClasses_isAskedOnce() throws Exception {
        java(TELL);

        assertThat(run("C")).doesNotContain("-XX:SharedArchiveFile=");
        run("C");
        assertThat(calls())
                .hasSize(3)
                .filteredOn(call -> call.endsWith("warm-up"))
                .hasSize(1);
        assertThat(cached()).hasSize(1);
    }
}
