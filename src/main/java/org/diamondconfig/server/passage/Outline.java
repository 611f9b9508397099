/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.diamondconfig.wire.Json;

/**
 * The names and values of properties, of YAML in blocks and of TOML, read line by line without knowing which of them it is: a name ends
 * at {@code =}, or at {@code :} before a blank; what stands further to the right of the latter lies below. It takes no text for wrong, and
 * may take the middle of a text over several lines for a name. The time that it takes grows with the length of the text alone; what lies
 * deeper than {@link #MOST_STEPS} is not told of. Confined to one thread, and used once.
 */
final class Outline {

    /** As deep as JSON may be. */
    static final int MOST_STEPS = Json.MAX_DEPTH;

    private final BiPredicate<List<String>, String> wanted;

    /** Names that come from the header of a table. */
    private List<String> table = List.of();

    private final Map<String, Integer> tables = new HashMap<>();

    /** One more than may be told of at most, so that whatever lies below that is too deep. */
    private final Deque<Level> levels = new ArrayDeque<>();

    /** Lines further to the right than this are a text that began there; -1 = none did. */
    private int textAt = -1;

    /**
     * A name, or a place in a list, that the lines to the right of it lie below.
     *
     * @param item where in the list; -1 = it is a name
     */
    private record Level(int column, String name, int item) {

        String step() {
            return item < 0 ? name : "[" + item + "]";
        }
    }

    private Outline(BiPredicate<List<String>, String> wanted) {
        this.wanted = wanted;
    }

    /**
     * The first line that is wanted, by its path, of {@code .name} and {@code [0]}, and what stands there.
     *
     * @param look runs before each line, and may throw to end it all
     */
    static Optional<Passage> first(String text, BiPredicate<List<String>, String> wanted, Runnable look) {
        Outline outline = new Outline(wanted);
        int from = 0;
        while (from < text.length()) {
            look.run();
            int to = lineEnd(text, from);
            String line = text.substring(from, to).stripTrailing();
            if (outline.isWanted(line)) {
                return Optional.of(Passage.of(text, from + afterBlanks(line, 0), from + line.length()));
            }
            from = text.startsWith("\r\n", to) ? to + 2 : to + 1;
        }
        return Optional.empty();
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Whether just this is written there, perhaps in quotes, perhaps before a comment. */
    static boolean says(String written, String wanted) {
        int comment = written.indexOf(" #");
        String bare = comment < 0 ? written : written.substring(0, comment).stripTrailing();
        return written.equals(wanted) || bare.equals(wanted) || unquoted(bare).equals(wanted);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private boolean isWanted(String line) {
        int column = afterBlanks(line, 0);
        if (column == line.length()
                || line.charAt(column) == '#'
                || line.charAt(column) == '!'
                || (textAt >= 0 && column > textAt)) {
            return false;
        }
        textAt = -1;
        if (line.charAt(column) == '[' && line.endsWith("]") && line.indexOf('=') < 0) {
            return isWantedTable(line.substring(column));
        }
        while (isItem(line, column)) {
            item(column);
            column = afterBlanks(line, column + 1);
        }
        String body = line.substring(column);
        int end = endOfName(body);
        return end > 0 ? isWantedPair(column, body, end) : !body.isEmpty() && isWanted(List.of(), body);
    }

    private boolean isWanted(List<String> names, String value) {
        return table.size() + levels.size() + names.size() <= MOST_STEPS && wanted.test(path(names), value);
    }

    private static int afterBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isItem(String line, int at) {
        return line.startsWith("-", at) && (at + 1 == line.length() || line.charAt(at + 1) == ' ');
    }

    private boolean isWantedTable(String header) {
        boolean list = header.startsWith("[[") && header.endsWith("]]");
        String name = list ? header.substring(2, header.length() - 2) : header.substring(1, header.length() - 1);
        List<String> path = new ArrayList<>(steps(name.strip()));
        if (list) {
            path.add("[" + (tables.merge(name, 1, Integer::sum) - 1) + "]");
        }
        levels.clear();
        table = path;
        return isWanted(List.of(), "");
    }

    private void item(int column) {
        while (!levels.isEmpty() && levels.peekLast().column > column) {
            levels.removeLast();
        }
        Level last = levels.peekLast();
        boolean next = last != null && last.item >= 0 && last.column == column;
        push(new Level(column, "", next ? levels.removeLast().item + 1 : 0));
    }

    private boolean isWantedPair(int column, String body, int end) {
        while (!levels.isEmpty() && levels.peekLast().column >= column) {
            levels.removeLast();
        }
        List<String> names = steps(body.substring(0, end).strip());
        String value = body.substring(end + 1).strip();
        boolean wantedHere = isWanted(names, value);
        if (body.charAt(end) == ':') {
            names.forEach(name -> push(new Level(column, name, -1)));
            textAt = value.startsWith("|") || (value.startsWith(">") && value.length() < 4) ? column : -1;
        }
        return wantedHere;
    }

    private void push(Level level) {
        if (levels.size() <= MOST_STEPS) {
            levels.addLast(level);
        }
    }

    private List<String> path(List<String> names) {
        List<String> path = new ArrayList<>(table);
        for (Iterator<Level> each = levels.iterator(); each.hasNext(); ) {
            path.add(each.next().step());
        }
        path.addAll(names);
        return path;
    }

    /** What is too deep may end in several names. */
    private static List<String> steps(String name) {
        String bare = unquoted(name);
        if (!bare.equals(name)) {
            return List.of("." + bare);
        }
        List<String> steps = new ArrayList<>();
        for (String part : name.split("\\.", MOST_STEPS + 1)) {
            steps.add("." + unquoted(part.strip()));
        }
        return steps;
    }

    /** Where the name of a line ends, at its sign; -1 if there is none. */
    private static int endOfName(String body) {
        int from = 0;
        if (!body.isEmpty() && (body.charAt(0) == '"' || body.charAt(0) == '\'')) {
            from = Math.max(0, body.indexOf(body.charAt(0), 1));
        }
        for (int i = from; i < body.length(); i++) {
            boolean colon = body.charAt(i) == ':' && (i + 1 == body.length() || body.charAt(i + 1) == ' ');
            if (colon || body.charAt(i) == '=') {
                return i;
            }
        }
        return -1;
    }
}
