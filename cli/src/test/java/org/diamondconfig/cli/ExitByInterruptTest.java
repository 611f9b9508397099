/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, in a process of its own. */
class ExitByInterruptTest {

    private static final long SIGINT = 1 << 1; // in a mask, where the first signal is the lowest bit

    @RegisterExtension
    private final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path home;

    @Test
    @Timeout(180)
    void watch_thatIsInterrupted_is130() throws Exception {
        assumeTrue(interruptible(), "whoever started these tests has them ignore Ctrl-C, and all that they start");
        diamond.publish(ConfigKey.of("DEFAULT_GROUP", "app"), "one");
        Process watch = start();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("\"content\":\"one\"");
            new ProcessBuilder("kill", "-INT", Long.toString(watch.pid()))
                    .start()
                    .waitFor();

            assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.exitValue()).isEqualTo(130);
        } finally {
            watch.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "watch",
                "app");
        builder.environment().put("DIAMOND_SERVER", diamond.uri().toString());
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        return builder.redirectError(home.resolve("err").toFile()).start();
    }

    private static boolean interruptible() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .allMatch(ignored -> (ignored & SIGINT) == 0);
    }
}
