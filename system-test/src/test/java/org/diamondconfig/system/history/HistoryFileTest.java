/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history survives the disk, and the kill of its writer. */
class HistoryFileTest {

    private static final Act ACT = new Act(Kind.PUBLISH, "k \"\u00fc\"", "md5", Operation.ANY_VERSION);
    private static final Operation BEGUN =
            new Operation("c1", 1, ACT, new Span(5, Span.NEVER), new Told(Outcome.UNKNOWN, 0, "", "1-a", Level.CLIENT));
    private static final Operation DONE =
            new Operation("c1", 1, ACT, new Span(5, 9), new Told(Outcome.OK, 3, "md5", "1-a", Level.CLIENT));

    @TempDir
    Path home;

    @Test
    void everyHistory_isReadAsItWasWritten() throws Exception {
        Path file = home.resolve("new/history.jsonl");
        History history = Simulation.rightHistory(7);

        HistoryFile.write(file, history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
    }

    @Test
    void laterLineOfAnOperation_replacesTheEarlier() throws Exception {
        Path file = home.resolve("history.jsonl");
        append(file, HistoryFile.line(BEGUN));
        assertThat(HistoryFile.read(file).operations()).containsExactly(BEGUN);

        append(file, HistoryFile.line(DONE));

        assertThat(HistoryFile.read(file).operations()).containsExactly(DONE);
    }

    @Test
    void lastLineThatAKillCutOff_isLeftOut() throws Exception {
        Path file = home.resolve("history.jsonl");
        append(file, HistoryFile.line(BEGUN));
        append(file, Arrays.copyOf(HistoryFile.line(DONE), 20));

        assertThat(HistoryFile.read(file).operations()).containsExactly(BEGUN);
    }

    @Test
    void lineOfAnotherForm_isRefusedByItsNumber() throws Exception {
        Path file = home.resolve("history.jsonl");
        append(file, HistoryFile.line(BEGUN));
        append(file, "{\"by\":\"c1\"}\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("line 2: ");
    }

    private static void append(Path file, byte[] bytes) throws Exception {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
