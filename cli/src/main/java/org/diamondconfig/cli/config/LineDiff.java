/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference of two texts by lines, in the unified form that {@code patch} takes. What is alike at both ends is left out
 * first; of what is between, the longest common lines are found where that is at most {@value #MOST_CELLS} comparisons, and
 * beyond that all of it counts as replaced. Pure.
 */
final class LineDiff {

    private static final int MOST_CELLS = 16_000_000;
    private static final int AROUND = 3;
    private static final String NO_NEWLINE = "\\ No newline at end of file";

    private final List<String> before;
    private final List<String> after;
    private final List<String> script = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Empty if they are the same. */
    static String unified(String beforeName, String before, String afterName, String after) {
        if (before.equals(after)) {
            return "";
        }
        LineDiff diff = new LineDiff(lines(before), lines(after));
        diff.compare();
        StringBuilder out = new StringBuilder("--- " + beforeName + "\n+++ " + afterName + "\n");
        diff.hunks(out);
        return out.toString();
    }

    /** Each with its end, so that the last one without is another than with it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    private void compare() {
        int head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            script.add(' ' + before.get(head++));
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<String> gone = before.subList(head, before.size() - tail);
        List<String> come = after.subList(head, after.size() - tail);
        if ((long) gone.size() * come.size() <= MOST_CELLS) {
            common(gone, come);
        } else {
            gone.forEach(line -> script.add('-' + line));
            come.forEach(line -> script.add('+' + line));
        }
        before.subList(before.size() - tail, before.size()).forEach(line -> script.add(' ' + line));
    }

    private void common(List<String> gone, List<String> come) {
        int[][] longest = new int[gone.size() + 1][come.size() + 1];
        for (int i = gone.size() - 1; i >= 0; i--) {
            for (int j = come.size() - 1; j >= 0; j--) {
                longest[i][j] = gone.get(i).equals(come.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < gone.size() || j < come.size()) {
            if (i < gone.size() && j < come.size() && gone.get(i).equals(come.get(j))) {
                script.add(' ' + gone.get(i++));
                j++;
            } else if (j == come.size() || (i < gone.size() && longest[i + 1][j] >= longest[i][j + 1])) {
                script.add('-' + gone.get(i++));
            } else {
                script.add('+' + come.get(j++));
            }
        }
    }

    private void hunks(StringBuilder out) {
        boolean[] shown = new boolean[script.size()];
        for (int i = 0; i < shown.length; i++) {
            if (script.get(i).charAt(0) != ' ') {
                Arrays.fill(shown, Math.max(0, i - AROUND), Math.min(shown.length, i + AROUND + 1), true);
            }
        }
        int oldLine = 1;
        int newLine = 1;
        for (int i = 0; i < shown.length; ) {
            int end = i;
            while (end < shown.length && shown[end] == shown[i]) {
                end++;
            }
            List<String> part = script.subList(i, end);
            int olds = count(part, '+');
            int news = count(part, '-');
            if (shown[i]) {
                hunk(out, part, "@@ -" + range(oldLine, olds) + " +" + range(newLine, news) + " @@\n");
            }
            oldLine += olds;
            newLine += news;
            i = end;
        }
    }

    private static int count(List<String> part, char but) {
        return (int) part.stream().filter(line -> line.charAt(0) != but).count();
    }

    private static String range(int line, int count) {
        return (count == 0 ? line - 1 : line) + "," + count;
    }

    private static void hunk(StringBuilder out, List<String> part, String head) {
        out.append(head);
        for (String line : part) {
            out.append(line);
            if (!line.endsWith("\n")) {
                out.append('\n').append(NO_NEWLINE).append('\n');
            }
        }
    }
}
