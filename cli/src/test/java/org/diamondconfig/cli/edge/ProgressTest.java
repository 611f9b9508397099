/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A line that moves ten times a second at most, has a bar where it is known how much there is, and goes at the end. */
class ProgressTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    private Progress progress(boolean shown) {
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                Map.of(),
                Path.of("."),
                Optional.empty(),
                Terminal.NONE,
                new Interruption());
        return new Progress(around, shown, "imported", nanos::get);
    }

    private void later() {
        nanos.addAndGet(200_000_000);
    }

    private String said() {
        String text = said.toString(StandardCharsets.UTF_8);
        said.reset();
        return text;
    }

    @Test
    void line_counts_andHasABar_onceItIsKnownHowMuchThereIs() {
        try (Progress progress = progress(true)) {
            progress.add(1);
            assertThat(said()).as("too soon").isEmpty();
            later();
            progress.add(4);
            assertThat(said()).isEqualTo("\rimported 5");
            progress.of(10);
            later();
            progress.add(0);
            assertThat(said()).isEqualTo("\rimported 5 of 10 [##########          ]");
            later();
            progress.add(7);
            assertThat(said()).as("more than there was").isEqualTo("\rimported 12 of 10 [####################]");
        }

        assertThat(said()).isEqualTo("\r" + " ".repeat(40) + "\r");
    }

    @Test
    void bar_fills_whenSomeAreLeftOut() {
        try (Progress progress = progress(true)) {
            progress.without(1);
            progress.of(4);
            progress.without(2);
            later();
            progress.add(2);
            assertThat(said()).isEqualTo("\rimported 2 of 2 [####################]");
        }
    }

    @Test
    void nobody_isShownAnything_withoutATerminal() {
        try (Progress progress = progress(false)) {
            later();
            progress.add(4);
            assertThat(progress.count()).isEqualTo(4);
        }

        assertThat(said()).isEmpty();
    }
}
