/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

/**
 * Where something was found in a content, and what stands around it in its line, cut to what people can take in. Immutable.
 *
 * @param line from 1
 * @param text of the line, without the blanks at its ends; {@code …} where it was cut
 * @param start where in the text the found begins, in UTF-16 code units
 * @param end where it ends, at the end of the line if it goes on behind that; as {@code start} if nothing was found there
 */
public record Passage(int line, String text, int start, int end) {

    /** Most characters of the line on either side of the found. */
    static final int AROUND = 60;

    /** Most characters of the found. */
    static final int MOST_FOUND = 200;

    private static final String CUT = "…";

    /** The passage around what stands from here to there. Line ends that it begins with are left out. */
    static Passage of(String content, int from, int to) {
        int begin = from;
        while (begin < to && isLineEnd(content.charAt(begin))) {
            begin++;
        }
        int lineEnd = begin;
        while (lineEnd < content.length() && !isLineEnd(content.charAt(lineEnd))) {
            lineEnd++;
        }
        int end = notWithin(content, Math.min(Math.min(to, lineEnd), begin + MOST_FOUND));
        int left = lineStart(content, begin);
        int cutLeft = notWithin(content, Math.max(left, begin - AROUND));
        int right = withoutBlanks(content, end, lineEnd);
        int cutRight = notWithin(content, Math.min(right, end + AROUND));
        String before = cutLeft > left ? CUT : "";
        String text = before + content.substring(cutLeft, cutRight) + (cutRight < right ? CUT : "");
        int start = before.length() + begin - cutLeft;
        return new Passage(lineOf(content, begin), text, start, start + end - begin);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** The same place, or the one before it if that is in the middle of a pair of surrogates. */
    private static int notWithin(String content, int at) {
        boolean within = at > 0
                && at < content.length()
                && Character.isLowSurrogate(content.charAt(at))
                && Character.isHighSurrogate(content.charAt(at - 1));
        return within ? at - 1 : at;
    }

    /** Where the line begins, behind its blanks and a byte order mark, as far as they are before this place. */
    private static int lineStart(String content, int at) {
        int start = at;
        while (start > 0 && !isLineEnd(content.charAt(start - 1))) {
            start--;
        }
        while (start < at && (Character.isWhitespace(content.charAt(start)) || content.charAt(start) == '\ufeff')) {
            start++;
        }
        return start;
    }

    private static int withoutBlanks(String content, int from, int lineEnd) {
        int end = lineEnd;
        while (end > from && Character.isWhitespace(content.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static int lineOf(String content, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            boolean first =
                    content.charAt(i) == '\n' || (content.charAt(i) == '\r' && !content.startsWith("\n", i + 1));
            line += first ? 1 : 0;
        }
        return line;
    }
}
