/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.diamondconfig.wire.ConfigKey;

/**
 * Rows being printed in the format that was asked for. A table is as wide as its first {@value #LOOK_AHEAD} rows need, so any
 * number of rows takes the memory of those. Confined to one thread.
 */
public final class Rows implements AutoCloseable {

    private static final int LOOK_AHEAD = 500;
    private static final int NARROWEST = 8;
    private static final String NAMESPACE = "namespace";

    private final Out out;
    private final List<String> columns;
    private final int width;
    private final List<List<String>> waiting = new ArrayList<>();
    private int[] widths;

    Rows(Out out, List<String> columns, int width) {
        this.out = out;
        this.columns = columns;
        this.width = width;
    }

    /** Prints one more. */
    public void add(Map<String, Object> row) {
        switch (out.format()) {
            case JSON -> out.object(row);
            case RAW -> out.line(cells(row).stream().collect(Collectors.joining("\t")));
            default -> {
                waiting.add(cells(row));
                if (widths != null || waiting.size() >= LOOK_AHEAD) {
                    print();
                }
            }
        }
    }

    private List<String> cells(Map<String, Object> row) {
        return columns.stream()
                .map(column -> printable(column.equals(NAMESPACE) ? named(row) : text(row.get(column))))
                .toList();
    }

    /** The public namespace has a name for people. */
    private static String named(Map<String, Object> row) {
        return row.get(NAMESPACE) instanceof String name ? ConfigKey.displayNamespace(name) : "";
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Rows::text).collect(Collectors.joining(","));
        }
        return value instanceof Map<?, ?> ? JsonText.any(value) : value.toString();
    }

    /** What a terminal may be shown: a control character, which might command it, is written as an escape. */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        safe.append(String.format("\\x%02x", (int) c));
                    } else {
                        safe.append(c);
                    }
                }
            }
        }
        return safe.toString();
    }

    private void print() {
        if (widths == null) {
            widths = widths();
            line(columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
        }
        waiting.forEach(this::line);
        waiting.clear();
    }

    private int[] widths() {
        int[] needed = columns.stream().mapToInt(String::length).toArray();
        for (List<String> cells : waiting) {
            for (int i = 0; i < needed.length; i++) {
                needed[i] = Math.max(needed[i], cells.get(i).length());
            }
        }
        long all = 2L * (needed.length - 1);
        for (int each : needed) {
            all += each;
        }
        while (all > width) {
            int widest = 0;
            for (int i = 1; i < needed.length; i++) {
                widest = needed[i] > needed[widest] ? i : widest;
            }
            if (needed[widest] <= NARROWEST) {
                break;
            }
            needed[widest]--;
            all--;
        }
        return needed;
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            boolean cut = width != Integer.MAX_VALUE && cell.length() > widths[i];
            line.append(cut ? cell.substring(0, widths[i] - 1) + '…' : cell);
            line.append(" ".repeat(Math.max(0, widths[i] - cell.length()) + 2));
        }
        out.line(line.toString().stripTrailing());
    }

    @Override
    public void close() {
        if (!waiting.isEmpty()) {
            print();
        }
    }
}
