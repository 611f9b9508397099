/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.validate.TomlTables.KeyPart;
import org.diamondconfig.server.validate.TomlTables.Table;

/**
 * TOML 1.0. An error within one line costs that line, and the next one is read; one within a value of several lines that stays open is the last.
 * Confined to one thread, and used once.
 */
final class TomlSyntax {

    private final Source source;
    private final Findings findings;
    private final TomlText in;
    private final TomlTables tables;
    private Table current;
    private int depth;

    /** What would end the value of several lines that an error has left open; empty if there is none. */
    private String open;

    TomlSyntax(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
        in = new TomlText(source.text(), findings);
        tables = new TomlTables(source, findings);
        current = tables.root();
    }

    void check() {
        Validation.warnOfMark(source, findings);
        while (!in.isOver() && !findings.isFull()) {
            int start = in.position();
            depth = 0;
            open = "";
            expression();
            if (in.hasFailed()) {
                in.forgive(start, open);
            }
        }
    }

    private void expression() {
        in.skipBlanks();
        if (in.peek() == '[') {
            header();
        } else if (in.peek() != '#' && !in.atLineEnd()) {
            keyAndValue(current);
        }
        in.skipBlanks();
        in.skipComment();
        if (!in.hasFailed() && !in.isOver() && !in.passLineEnd()) {
            in.fail(in.position(), "Nothing more expected in this line.");
        }
    }

    private void header() {
        boolean element = in.pass("[[");
        if (!element) {
            in.pass("[");
        }
        current = tables.detached(in.position()); // So that nothing below a wrong header is taken for defined twice.
        List<KeyPart> path = path();
        String end = element ? "]]" : "]";
        if (!in.hasFailed() && !in.pass(end)) {
            in.fail(in.position(), "The header does not end: " + end + " expected.");
        }
        if (!in.hasFailed()) {
            current = element ? tables.element(path) : tables.header(path);
        }
    }

    private void keyAndValue(Table table) {
        List<KeyPart> path = path();
        if (!in.hasFailed() && !in.pass("=")) {
            in.fail(in.position(), "= expected behind the key.");
        }
        in.skipBlanks();
        Optional<Table> inline = in.hasFailed() ? Optional.empty() : value();
        if (!in.hasFailed()) {
            inline.ifPresentOrElse(below -> tables.put(table, path, below), () -> tables.put(table, path));
        }
    }

    private List<KeyPart> path() {
        List<KeyPart> path = new ArrayList<>();
        do {
            in.skipBlanks();
            int start = in.position();
            path.add(new KeyPart(name(), start));
            in.skipBlanks();
            if (path.size() > Validation.MAX_DEPTH) {
                in.failTooDeep(start);
            }
        } while (!in.hasFailed() && in.pass("."));
        return path;
    }

    private String name() {
        if (in.peek() == '"') {
            return in.basic();
        }
        if (in.peek() == '\'') {
            return in.literal();
        }
        String name = in.bareName();
        if (name.isEmpty()) {
            in.fail(in.position(), "A key expected: letters, digits, _ and -, or anything in quotes.");
        }
        return name;
    }

    /** Passes a value; what it defines, if it is a table. */
    private Optional<Table> value() {
        if (in.startsWith("\"\"\"") || in.startsWith("'''")) {
            char quote = in.peek();
            in.lines(quote);
            leaveOpen(String.valueOf(quote).repeat(3));
            return Optional.empty();
        }
        switch (in.peek()) {
            case '{' -> {
                return Optional.of(inline());
            }
            case '[' -> list();
            case '"' -> in.basic();
            case '\'' -> in.literal();
            default -> scalar();
        }
        return Optional.empty();
    }

    private Table inline() {
        Table table = tables.inline(in.position());
        enter("{");
        in.skipBlanks();
        boolean more = !in.hasFailed() && !in.pass("}");
        while (more) {
            keyAndValue(table);
            in.skipBlanks();
            more = !in.hasFailed() && !in.pass("}");
            if (more && !in.pass(",")) {
                in.fail(in.position(), "A comma or } expected, in the same line.");
                more = false;
            }
        }
        depth--;
        return table;
    }

    private void list() {
        enter("[");
        in.skipBlanksCommentsAndLines();
        boolean more = !in.hasFailed() && !in.pass("]");
        while (more) {
            value();
            in.skipBlanksCommentsAndLines();
            boolean comma = !in.hasFailed() && in.pass(",");
            in.skipBlanksCommentsAndLines();
            more = !in.hasFailed() && !in.pass("]");
            if (more && !comma) {
                in.fail(in.position(), "A comma or ] expected.");
                more = false;
            }
        }
        leaveOpen("]");
        depth--;
    }

    private void leaveOpen(String end) {
        open = in.hasFailed() ? end : "";
    }

    private void enter(String sign) {
        if (++depth > Validation.MAX_DEPTH) {
            in.failTooDeep(in.position());
        }
        in.pass(sign);
    }

    private void scalar() {
        int start = in.position();
        String token = in.token();
        if (token.isEmpty()) {
            in.fail(start, "A value expected.");
        } else {
            TomlScalar.fault(token).ifPresent(sentence -> in.fail(start, sentence));
        }
    }
}
