/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is found in one content: the first hundred, errors before warnings. Confined to one thread. */
final class Findings {

    /** Most that are told of one content. */
    static final int MOST = 100;

    /** Longest sentence, in characters: a library's may repeat what it read. */
    private static final int LONGEST_SENTENCE = 200;

    private final Source source;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /** How bad something is. */
    enum Severity {
        /** The content is not of its type. */
        ERROR,
        /** It is, and perhaps not what was meant. */
        WARNING;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing in a content that is wrong, or that a reader may take otherwise than it was meant. Immutable.
     *
     * @param line from 1 on
     * @param column from 1 on, in UTF-16 code units, as editors count; a byte order mark is none
     * @param severity how bad it is
     * @param code stable, as {@code DUPLICATE_KEY}
     * @param sentence for people
     */
    record Finding(int line, int column, Severity severity, String code, String sentence) {}

    Findings(Source source) {
        this.source = source;
    }

    void error(int offset, String code, String sentence) {
        add(errors, offset, Severity.ERROR, code, sentence);
    }

    void warning(int offset, String code, String sentence) {
        add(warnings, offset, Severity.WARNING, code, sentence);
    }

    /** Whether no more warnings are told, so that it is in vain to look for the place of one. */
    boolean isFullOfWarnings() {
        return warnings.size() == MOST;
    }

    private void add(List<Finding> found, int offset, Severity severity, String code, String sentence) {
        if (found.size() < MOST) {
            found.add(new Finding(source.line(offset), source.column(offset), severity, code, printable(sentence)));
        }
    }

    /** Without control characters, and not too long. */
    private static String printable(String sentence) {
        String clean = sentence.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
        return clean.length() <= LONGEST_SENTENCE ? clean : clean.substring(0, LONGEST_SENTENCE - 1) + "…";
    }

    /** Whether no more errors are told, so that looking for them is in vain. */
    boolean isFull() {
        return errors.size() == MOST;
    }

    /** Whether the content is of its type. */
    boolean isValid() {
        return errors.isEmpty();
    }

    /** From the start of the content to its end. */
    List<Finding> list() {
        return Stream.concat(errors.stream(), warnings.stream())
                .limit(MOST)
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }
}
