/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a TOML document has defined so far: TOML 1.0 lets nothing be defined twice, be it by a header, a dotted key or an inline
 * table. Confined to one thread.
 */
final class TomlTables {

    private final Source source;
    private final Findings findings;
    private final Table root = new Table(Origin.HEADER, 0);

    /** One part of a dotted key, and where it stands. */
    record KeyPart(String name, int offset) {}

    /** How a table came to be. */
    private enum Origin {
        /** A header names what is below it; one of its own may follow. */
        IMPLIED,
        /** A header of its own. */
        HEADER,
        /** Keys with dots; more of these may follow. */
        DOTTED,
        /** Braces; whole as it is. */
        INLINE
    }

    private abstract static class Node {

        private final int offset;

        private Node(int offset) {
            this.offset = offset;
        }
    }

    /** A table, and what is in it. */
    static final class Table extends Node {

        private final Map<String, Node> members = new HashMap<>();
        private Origin origin;

        private Table(Origin origin, int offset) {
            super(offset);
            this.origin = origin;
        }
    }

    /** Tables that share a header in double brackets; only the last one can be added to. */
    private static final class Tables extends Node {

        private Table last;

        private Tables(int offset) {
            super(offset);
        }
    }

    /** Anything that has no members. */
    private static final class Leaf extends Node {

        private Leaf(int offset) {
            super(offset);
        }
    }

    TomlTables(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** The table of the keys before all headers. */
    Table root() {
        return root;
    }

    /** A table in braces, to be filled and then put under its key. */
    Table inline(int offset) {
        return new Table(Origin.INLINE, offset);
    }

    /** A table that nobody finds again. */
    Table detached(int offset) {
        return new Table(Origin.HEADER, offset);
    }

    /** The table of this header; one that nobody finds again if it is in the wrong. */
    Table header(List<KeyPart> path) {
        KeyPart key = path.get(path.size() - 1);
        Table fresh = new Table(Origin.HEADER, key.offset());
        Table around = above(path);
        Node there = around == null ? null : around.members.putIfAbsent(key.name(), fresh);
        if (there instanceof Table table && table.origin == Origin.IMPLIED) {
            table.origin = Origin.HEADER;
            return table;
        }
        if (there != null) {
            twice(key, there);
        }
        return fresh;
    }

    /** The next table of this header in double brackets. */
    Table element(List<KeyPart> path) {
        KeyPart key = path.get(path.size() - 1);
        Table fresh = new Table(Origin.HEADER, key.offset());
        Table around = above(path);
        if (around != null) {
            Node there = around.members.computeIfAbsent(key.name(), name -> new Tables(key.offset()));
            if (there instanceof Tables tables) {
                tables.last = fresh;
            } else {
                twice(key, there);
            }
        }
        return fresh;
    }

    /** The table that a header's last part is in; null if one of the parts before is none. */
    private Table above(List<KeyPart> path) {
        Table table = root;
        for (KeyPart key : path.subList(0, path.size() - 1)) {
            Node there = table.members.computeIfAbsent(key.name(), name -> new Table(Origin.IMPLIED, key.offset()));
            if (there instanceof Tables tables) {
                table = tables.last;
            } else if (there instanceof Table below && below.origin != Origin.INLINE) {
                table = below;
            } else {
                twice(key, there);
                return null;
            }
        }
        return table;
    }

    /** Puts a table in braces under a key, which may have dots. */
    void put(Table around, List<KeyPart> path, Table inline) {
        place(around, path, inline);
    }

    /** Puts anything else there. */
    void put(Table around, List<KeyPart> path) {
        place(around, path, new Leaf(path.get(path.size() - 1).offset()));
    }

    private void place(Table around, List<KeyPart> path, Node value) {
        Table table = around;
        for (KeyPart key : path.subList(0, path.size() - 1)) {
            Node there = table.members.computeIfAbsent(key.name(), name -> new Table(Origin.DOTTED, key.offset()));
            boolean open =
                    there instanceof Table below && (below.origin == Origin.DOTTED || below.origin == Origin.IMPLIED);
            if (!open) {
                twice(key, there);
                return;
            }
            table = (Table) there;
            table.origin = Origin.DOTTED;
        }
        KeyPart key = path.get(path.size() - 1);
        Node there = table.members.putIfAbsent(key.name(), value);
        if (there != null) {
            twice(key, there);
        }
    }

    private void twice(KeyPart key, Node there) {
        findings.error(
                key.offset(), "DUPLICATE_KEY", "This is defined in line " + source.line(there.offset) + " already.");
    }
}
