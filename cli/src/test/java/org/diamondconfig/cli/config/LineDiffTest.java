/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    private static String diff(String before, String after) {
        return LineDiff.unified("a", before, "b", after);
    }

    @Test
    void same_isNothing() {
        assertThat(diff("x\n", "x\n")).isEmpty();
    }

    @Test
    void change_hasThreeLinesAround() {
        String before = lines(1, 20);
        String after = before.replace("10\n", "ten\n");

        assertThat(diff(before, after))
                .isEqualTo("--- a\n+++ b\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n");
    }

    @Test
    void changes_farApart_areTwoHunks() {
        String before = lines(1, 40);

        assertThat(diff(before, before.replace("10\n", "").replace("30\n", "30\nnew\n")))
                .contains("@@ -7,7 +7,6 @@")
                .contains("@@ -28,6 +27,7 @@");
    }

    @Test
    void end_withoutNewline_isTold() {
        assertThat(diff("x\n", "x")).isEqualTo("--- a\n+++ b\n@@ -1,1 +1,1 @@\n-x\n+x\n\\ No newline at end of file\n");
    }

    @Test
    void new_content_beginsAtLineOne() {
        assertThat(diff("", "x\n")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n");
    }

    @Test
    void large_andAllOther_isReplacedInBoundedTime() {
        String told = diff(lines(1, 10_000), lines(20_000, 30_000));

        assertThat(told.lines().filter(line -> line.startsWith("-"))).hasSize(10_001);
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
