/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.Json;

/**
 * A place in a content that somebody looks for: {@code $.redis.host}, {@code $.servers[0].port}, {@code $.*.url}, {@code $['a.b']}; with
 * {@code =value} behind it, one where just that stands. What begins as JSON is read as JSON, everything else line by line as an
 * {@link Outline}, whatever its type says, for a bounded time.
 */
final class PathExpression extends Sought {

    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]='\"\\s]++)|\\[(\\d{1,9}|\\*)]|\\['([^']++)']|\\[\"([^\"]++)\"]");
    private static final String ANY = ".*";
    private static final String ANY_ITEM = "[*]";

    private final List<String> steps;
    private final Optional<String> value;

    private PathExpression(List<String> steps, Optional<String> value, Ticker ticker) {
        super(ticker);
        this.steps = steps;
        this.value = value;
    }

    /** @throws BadRequest BAD_PARAMETER if it is none */
    static PathExpression of(String text, Ticker ticker) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int position = text.startsWith("$") ? 1 : 0;
        while (position > 0 && step.region(position, text.length()).lookingAt()) {
            steps.add(read(step));
            position = step.end();
        }
        boolean valued = position < text.length() && text.charAt(position) == '=';
        if (steps.isEmpty() || (position < text.length() && !valued)) {
            throw new BadRequest(
                    "BAD_PARAMETER",
                    "content: a path is written $.name.name[0], and may end in =value; * is any name.");
        }
        return new PathExpression(
                List.copyOf(steps),
                valued ? Optional.of(text.substring(position + 1).strip()) : Optional.empty(),
                ticker);
    }

    /** A name is written with a dot before it, a place in a list in brackets; so does {@link Outline}. */
    private static String read(Matcher step) {
        if (step.group(2) != null) {
            return "[" + step.group(2) + "]";
        }
        return "." + (step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4));
    }

    @Override
    Optional<Passage> first(String content) {
        String body = content.startsWith("\ufeff") ? content.substring(1) : content;
        String start = body.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            try {
                List<Object> way = new ArrayList<>();
                return leads(Json.parse(body), 0, way) ? Optional.of(JsonPlace.passage(body, way)) : Optional.empty();
            } catch (IllegalArgumentException e) {
                // No JSON: a table of TOML begins like that, too. Its lines are read.
            }
        }
        return Outline.first(body, this::isAt, this::look);
    }

    /** Whether the steps from this one on lead somewhere; then the way there, of names and places in lists, is added. */
    private boolean leads(Object node, int step, List<Object> way) {
        if (step == steps.size()) {
            return value.map(wanted -> wanted.equals(written(node))).orElse(true);
        }
        String wanted = steps.get(step);
        if (node instanceof Map<?, ?> members) {
            if (wanted.equals(ANY)) {
                return members.entrySet().stream().anyMatch(each -> goesOn(each.getKey(), each.getValue(), step, way));
            }
            String name = wanted.substring(1);
            return wanted.charAt(0) == '.' && members.containsKey(name) && goesOn(name, members.get(name), step, way);
        }
        if (node instanceof List<?> items) {
            if (wanted.equals(ANY) || wanted.equals(ANY_ITEM)) {
                return IntStream.range(0, items.size()).anyMatch(i -> goesOn(i, items.get(i), step, way));
            }
            int index = wanted.charAt(0) == '[' ? Integer.parseInt(wanted.substring(1, wanted.length() - 1)) : -1;
            return index >= 0 && index < items.size() && goesOn(index, items.get(index), step, way);
        }
        return false;
    }

    private boolean goesOn(Object nameOrPlace, Object child, int step, List<Object> way) {
        way.add(nameOrPlace);
        if (leads(child, step + 1, way)) {
            return true;
        }
        way.remove(way.size() - 1);
        return false;
    }

    private static String written(Object node) {
        return node instanceof BigDecimal number ? number.toPlainString() : String.valueOf(node);
    }

    /** Whether a line is about the place, or, where no value is looked for, about something below it. */
    private boolean isAt(List<String> path, String written) {
        if (value.isPresent() ? path.size() != steps.size() : path.size() < steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            String wanted = steps.get(i);
            String found = path.get(i);
            if (!wanted.equals(found) && !wanted.equals(ANY) && !(wanted.equals(ANY_ITEM) && found.charAt(0) == '[')) {
                return false;
            }
        }
        return value.map(wanted -> Outline.says(written, wanted)).orElse(true);
    }
}
