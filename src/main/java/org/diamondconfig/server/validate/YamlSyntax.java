/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2, any number of documents, read as events: nothing is built, no alias is unfolded, no type is looked up. How much the
 * aliases would unfold to is counted, since other readers do unfold them. The parser's own first error is the last. Confined to
 * one thread, and used once.
 */
final class YamlSyntax {

    /** Most values that aliases may unfold to. */
    static final long MAX_UNFOLDED = 1_000_000;

    private static final int BUFFER = 1 << 16;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("content")
            .setCodePointLimit(Integer.MAX_VALUE)
            // The reader copies what it holds of a long word each time its buffer is empty.
            .setBufferSize(BUFFER)
            .build();
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    private static final String CORE = "tag:yaml.org,2002:";

    /** The types of YAML's own that readers know without being told. */
    private static final Set<String> KNOWN = Set.of(
            "map",
            "seq",
            "str",
            "null",
            "bool",
            "int",
            "float",
            "binary",
            "timestamp",
            "set",
            "omap",
            "pairs",
            "merge",
            "value");

    private final Source source;
    private final Findings findings;
    private final Deque<Open> open = new ArrayDeque<>();

    /** How many values each anchor of the document stands for. */
    private final Map<String, Long> anchors = new HashMap<>();

    /** Whether the document has an alias, so that its values may be more than its text shows. */
    private boolean unfolds;

    private boolean stopped;

    /** Where the last event ended. */
    private Optional<Mark> reached = Optional.empty();

    /** A list or mapping that has begun. */
    private static final class Open {

        private final boolean mapping;
        private final Optional<String> anchor;
        private final Map<String, Integer> keys = new HashMap<>();
        private boolean atKey = true;
        private long values = 1;

        private Open(CollectionStartEvent start) {
            mapping = start instanceof MappingStartEvent;
            anchor = anchor(start);
        }
    }

    YamlSyntax(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    void check() {
        try {
            for (Event event : new Parse(SETTINGS).parseString(source.text())) {
                take(event);
                reached = event.getEndMark();
                if (stopped || findings.isFull()) {
                    return;
                }
            }
        } catch (MarkedYamlEngineException e) {
            tell(e);
        } catch (YamlEngineException e) {
            findings.error(oddCharacter(), "SYNTAX", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser takes some escapes for right before it reads them.
            findings.error(
                    offset(reached), "SYNTAX", "What follows cannot be read; look for a broken escape as \\x or \\u.");
        }
    }

    private void tell(MarkedYamlEngineException e) {
        int offset = offset(e.getProblemMark().or(e::getContextMark));
        if (source.text().startsWith("\t", offset)) {
            findings.error(offset, "TAB", "A tab stands where YAML takes blanks only: indent with blanks.");
        } else {
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            findings.error(offset, "SYNTAX", context + e.getProblem());
        }
    }

    /** Where a character stands that is refused wherever it stands; the reader tells that one without a mark. */
    private int oddCharacter() {
        String text = source.text();
        int offset = 0;
        while (offset < text.length() && StreamReader.isPrintable(text.codePointAt(offset))) {
            offset += Character.charCount(text.codePointAt(offset));
        }
        return offset < text.length() ? offset : 0;
    }

    private void take(Event event) {
        if (event instanceof DocumentStartEvent) {
            anchors.clear();
            unfolds = false;
        } else if (event instanceof ScalarEvent scalar) {
            scalar(scalar);
        } else if (event instanceof AliasEvent alias) {
            alias(alias);
        } else if (event instanceof CollectionStartEvent start) {
            begin(start);
        } else if (event instanceof CollectionEndEvent) {
            Open done = open.pop();
            done.anchor.ifPresent(name -> anchors.put(name, done.values));
            count(done.values, event);
        }
    }

    private void scalar(ScalarEvent scalar) {
        if (begins()) {
            key(scalar);
        }
        tag(scalar, scalar.getTag());
        anchor(scalar).ifPresent(name -> anchors.put(name, 1L));
        count(1, scalar);
    }

    private void alias(AliasEvent alias) {
        begins();
        unfolds = true;
        Long values = anchors.get(alias.getAlias().getValue());
        if (values == null) {
            findings.error(
                    offset(alias.getStartMark()), "UNKNOWN_ALIAS", "Nothing before has this name as its anchor.");
        }
        count(values == null ? 1 : values, alias);
    }

    private void begin(CollectionStartEvent start) {
        begins();
        tag(start, start.getTag());
        anchor(start).ifPresent(name -> anchors.put(name, 1L));
        open.push(new Open(start));
        if (open.size() > Validation.MAX_DEPTH) {
            Validation.tooDeep(findings, offset(start.getStartMark()));
            stopped = true;
        }
    }

    /** Notes that a node begins; whether it is a key. */
    private boolean begins() {
        Open around = open.peek();
        if (around == null || !around.mapping) {
            return false;
        }
        around.atKey = !around.atKey;
        return !around.atKey;
    }

    /** Looks whether a key stood before in its mapping; {@code <<}, which takes over another mapping, may. */
    private void key(ScalarEvent scalar) {
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            return;
        }
        String type = scalar.getTag()
                .orElseGet(() -> RESOLVER.resolve(
                                scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar())
                        .getValue());
        int line = scalar.getStartMark().orElseThrow().getLine() + 1;
        Integer first = open.element().keys.putIfAbsent(type + ' ' + scalar.getValue(), line);
        if (first != null) {
            findings.error(
                    offset(scalar.getStartMark()), "DUPLICATE_KEY", "This key stands in line " + first + " already.");
        }
    }

    /** Warns of a type that only some languages have. */
    private void tag(NodeEvent node, Optional<String> tag) {
        boolean foreign = !findings.isFullOfWarnings()
                && tag.filter(name -> name.startsWith(CORE) && !KNOWN.contains(name.substring(CORE.length())))
                        .isPresent();
        if (foreign) {
            findings.warning(
                    offset(node.getStartMark()),
                    "FOREIGN_TYPE",
                    "YAML has no such type: most readers refuse it, for safety.");
        }
    }

    /** Adds the values of a node to those of what it stands in. */
    private void count(long values, Event event) {
        Open around = open.peek();
        if (around == null) {
            return;
        }
        around.values += values;
        if (unfolds && around.values > MAX_UNFOLDED) {
            findings.error(
                    offset(event.getStartMark()),
                    "UNFOLDS_TOO_FAR",
                    "With its aliases unfolded this is more than " + MAX_UNFOLDED + " values.");
            stopped = true;
        }
    }

    private static Optional<String> anchor(NodeEvent node) {
        return node.getAnchor().map(anchor -> anchor.getValue());
    }

    private int offset(Optional<Mark> mark) {
        return mark.map(place -> source.offsetOfCodePoint(place.getIndex())).orElse(0);
    }
}
