/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.diamondconfig.server.edge.ManualTicker;
import org.junit.jupiter.api.Test;

/** What people are shown of a place that was found: a line at most, and exactly the found marked in it. */
class PassageTest {

    private static Optional<Passage> text(String text, String content) {
        return Sought.text(text, new ManualTicker()).apply(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String marked(Passage passage) {
        return passage.text().substring(passage.start(), passage.end());
    }

    @Test
    void text_isFoundAtEitherEndAndBeyondAscii() {
        assertThat(text("größe", "größe")).contains(new Passage(1, "größe", 0, 5));
        assertThat(text("书", "a\nb: Bücher & 书\n")).contains(new Passage(2, "b: Bücher & 书", 12, 13));
        assertThat(text("abc", "ab")).isEmpty();
        assertThat(text("aab", "aaab")).contains(new Passage(1, "aaab", 1, 4));
        assertThat(text("a", "")).isEmpty();
    }

    @Test
    void lines_areCountedByEveryKindOfTheirEnd() {
        assertThat(text("x", "a\r\nb\rc\n\nx")).contains(new Passage(5, "x", 0, 1));
        assertThat(text("x", "\r\rx")).contains(new Passage(3, "x", 0, 1));
    }

    @Test
    void blanksAtTheEndsOfALine_andAByteOrderMark_areLeftOut() {
        assertThat(text("host", "\ufeff \thost=1  \r\n")).contains(new Passage(1, "host=1", 0, 4));
        assertThat(text(" = ", "a = \n")).contains(new Passage(1, "a = ", 1, 4));
    }

    @Test
    void found_thatGoesOnInTheNextLine_isMarkedToTheEndOfItsFirst() {
        assertThat(text("one\r\ntwo", "a one\r\ntwo b")).contains(new Passage(1, "a one", 2, 5));
        assertThat(text("\n\ntwo", "one\n\ntwo b")).contains(new Passage(3, "two b", 0, 3));
        assertThat(text("\n", "one\ntwo")).contains(new Passage(2, "two", 0, 0));
    }

    @Test
    void longLine_isCut_andNoCharacterInHalf() {
        Passage found = text("here", "x".repeat(500) + "here" + "y".repeat(500)).orElseThrow();
        Passage among = text("here", "😀".repeat(100) + "ahere" + "b" + "😀".repeat(100))
                .orElseThrow();
        Passage most = text("z".repeat(256), "z".repeat(300)).orElseThrow();

        assertThat(found.text()).isEqualTo("…" + "x".repeat(60) + "here" + "y".repeat(60) + "…");
        assertThat(marked(found)).isEqualTo("here");
        assertThat(among.text()).isEqualTo("…" + "😀".repeat(30) + "ahereb" + "😀".repeat(29) + "…");
        assertThat(marked(among)).isEqualTo("here");
        assertThat(marked(most)).hasSize(Passage.MOST_FOUND);
    }
}
