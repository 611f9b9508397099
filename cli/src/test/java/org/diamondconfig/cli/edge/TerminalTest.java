/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a person sees: a line that moves goes to a terminal alone, and mixes with nothing. */
class TerminalTest {

    /** Both streams, as one screen has them. */
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private Out out(Terminal terminal, Map<String, String> environment) {
        Surroundings around = new Surroundings(
                InputStream.nullInputStream(),
                screen,
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                environment,
                Path.of("."),
                Optional.empty(),
                terminal,
                new Interruption());
        return new Out(around, Format.TABLE, false);
    }

    private String seen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void streams_areTerminals_asTheLauncherSays_andElseAsJavaSays() {
        assertThat(Terminal.of("out,err", false)).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(",err", true)).isEqualTo(new Terminal(false, true));
        assertThat(Terminal.of("out", true)).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of("", true)).isEqualTo(Terminal.NONE);
        assertThat(Terminal.of(null, true)).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(null, false)).isEqualTo(Terminal.NONE);
    }

    @Test
    void table_isAsWideAsTheTerminal_andWholeElsewhere() {
        Map<String, Object> row = Map.of("name", "x".repeat(300));

        assertThat(longest(new Terminal(true, false), "40", row)).isEqualTo(40);
        assertThat(longest(new Terminal(true, false), "0", row)).isEqualTo(100);
        assertThat(longest(new Terminal(false, true), "40", row)).isEqualTo(300);
    }

    private int longest(Terminal terminal, String columns, Map<String, Object> row) {
        screen.reset();
        Out out = out(terminal, Map.of("COLUMNS", columns));
        out.row(row, "name");
        out.flush();
        return seen().lines().mapToInt(String::length).max().orElseThrow();
    }

    @Test
    void line_thatMoves_makesWayForDataAndTalk() {
        Out out = out(new Terminal(true, true), Map.of());
        try (Progress progress = moving(out)) {
            out.line("data");
            out.flush();
            out.say("talk");
            assertThat(progress.count()).isEqualTo(5);
        }

        assertThat(seen()).isEqualTo("\rimported 5\r          \rdata\ntalk\n");
    }

    @Test
    void line_moves_whereTalkIsSeen_whateverBecomesOfTheData() {
        moving(out(new Terminal(false, true), Map.of())).close();
        assertThat(seen()).contains("imported 5");
        screen.reset();

        moving(out(new Terminal(true, false), Map.of())).close();
        assertThat(seen()).isEmpty();
    }

    private static Progress moving(Out out) {
        AtomicLong nanos = new AtomicLong();
        Progress progress = out.progress("imported", nanos::get);
        nanos.set(200_000_000);
        progress.add(5);
        return progress;
    }

    @Test
    void home_isThatOfTheVariable() {
        assertThat(Surroundings.home("/tmp/somebody", "/root")).isEqualTo(Path.of("/tmp/somebody"));
        assertThat(Surroundings.home("", "/root")).isEqualTo(Path.of("/root"));
        assertThat(Surroundings.home(null, "/root")).isEqualTo(Path.of("/root"));
    }
}
