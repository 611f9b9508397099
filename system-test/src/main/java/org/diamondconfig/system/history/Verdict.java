/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;

/**
 * What is to be said of a history. Immutable.
 *
 * @param violations empty if it is right
 * @param counts the operations of each kind
 * @param staleness of the reads of each level
 */
public record Verdict(List<Violation> violations, Map<Kind, Integer> counts, Map<Level, Staleness> staleness) {

    private static final int MOST_TOLD = 50;

    /** Holds every rule against every key. */
    public static Verdict on(History history) {
        List<KeyHistory> keys = history.keys();
        List<Violation> violations = keys.stream()
                .flatMap(key -> Arrays.stream(Rule.values()).flatMap(rule -> rule.violations(key)))
                .toList();
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        history.operations().forEach(operation -> counts.merge(operation.kind(), 1, Integer::sum));
        return new Verdict(violations, counts, Staleness.of(keys));
    }

    /** Whether no rule is broken. */
    public boolean right() {
        return violations.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(right() ? "right" : violations.size() + " violations");
        text.append(" over ").append(counts);
        staleness.forEach((level, figure) ->
                text.append("\nstaleness at level ").append(level).append(": ").append(figure));
        violations.stream()
                .limit(MOST_TOLD)
                .forEach(violation -> text.append('\n').append(violation));
        return text.toString();
    }

    /** Judges saved histories again, all files together as one; ends with 1 if a rule is broken. */
    public static void main(String[] files) throws IOException {
        PrintStream out = System.out;
        History history = new History(List.of(), List.of());
        for (String file : files) {
            history = history.and(HistoryFile.read(Path.of(file)));
        }
        Verdict verdict = on(history);
        out.println(verdict);
        if (!verdict.right()) {
            System.exit(1);
        }
    }
}
