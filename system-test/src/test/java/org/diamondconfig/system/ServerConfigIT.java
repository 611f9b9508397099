/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of the files of server-config without a server: their index names each, and systemd takes its units. */
class ServerConfigIT {

    private static final Path FOLDER = Path.of(System.getProperty("server.config"));

    @Test
    void index_namesEveryFile() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));

        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> FOLDER.relativize(file).toString())
                            .filter(file -> !file.equals("README.md")))
                    .allSatisfy(file -> assertThat(index).contains("(" + file + ")"));
        }
    }

    @Test
    void unitsOfSystemd_areTakenWithoutAWarning(@TempDir Path home) throws Exception {
        assumeTrue(ReverseProxy.isInstalled("systemd-analyze"), "systemd-analyze is not installed");
        try (Stream<Path> units = Files.list(FOLDER.resolve("systemd"))) {
            for (Path unit : units.toList()) {
                assertThat(verdict(home, unit)).as("%s", unit).isEmpty();
            }
        }
    }

    /** What systemd has against a unit whose programs are there. */
    private static String verdict(Path home, Path unit) throws Exception {
        String text = Files.readString(unit).replaceAll("(?m)^(Exec\\w+=)\\S+", "$1/bin/true");
        Path copy = Files.writeString(home.resolve(unit.getFileName().toString()), text);
        Process analyze = new ProcessBuilder(List.of("systemd-analyze", "verify", copy.toString()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(analyze.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(analyze.waitFor()).as(printed).isZero();
        return printed;
    }
}
