/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/examples: clients of twenty lines at most, which nobody has to install. */
abstract class CliExamples {

    private static final Path EXAMPLES =
            Diamond.SCRIPT.resolve("../../../docs/examples").normalize();
    private static final int MOST_LINES = 20;

    @TempDir
    Path folder;

    /** Whose environment the examples run in. */
    abstract Diamond diamond();

    @ParameterizedTest
    @CsvSource({"sh, diamond.sh", "python3, diamond.py", "node, diamond.mjs"})
    void example_readsPublishesAndWatches(String program, String example) throws IOException {
        String script = EXAMPLES.resolve(example).toString();
        String name = "by-" + program;
        Diamond diamond = diamond();
        Path one = Files.writeString(folder.resolve("one"), "one");
        Path two = Files.writeString(folder.resolve("two"), "two: ü");

        assertThat(diamond.end(diamond.process(program, script, "publish", name, one.toString()))
                        .with(0)
                        .out())
                .contains("\"version\":1");
        assertThat(diamond.end(diamond.process(program, script, "read", name))
                        .with(0)
                        .out()
                        .strip())
                .isEqualTo("one");
        Process watch = diamond.process(program, script, "watch", name)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("one");
            diamond.end(diamond.process(program, script, "publish", name, two.toString()))
                    .with(0);
            assertThat(lines.readLine()).isEqualTo("two: ü");
        } finally {
            watch.destroy();
        }
        assertThat(diamond.well("get", name)).isEqualTo("two: ü");
        assertThat(Files.readAllLines(Path.of(script))).hasSizeLessThanOrEqualTo(MOST_LINES);
    }
}
