/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import org.diamondconfig.wire.ConfigType;

/** Tells what is wrong with a content by the rules of its type. Stateless. */
final class Validation {

    /** Deepest nesting that is looked into; what is deeper is an error. */
    static final int MAX_DEPTH = 200;

    private Validation() {}

    /** What is found in this content; text and HTML are always right, since no reader refuses them. */
    static Findings of(ConfigType type, String content) {
        Source source = new Source(content);
        Findings findings = new Findings(source);
        switch (type) {
            case PROPERTIES -> new PropertiesSyntax(source, findings).check();
            case YAML -> new YamlSyntax(source, findings).check();
            case JSON -> new JsonSyntax(source, findings).check();
            case XML -> new XmlSyntax(source, findings).check();
            case TOML -> new TomlSyntax(source, findings).check();
            case TEXT, HTML -> {}
        }
        return findings;
    }

    /** Warns of a byte order mark, where readers of the type are known to stumble over it. */
    static void warnOfMark(Source source, Findings findings) {
        if (source.isMarked()) {
            findings.warning(
                    0,
                    "BYTE_ORDER_MARK",
                    "A byte order mark stands here: many readers take it for part of the content.");
        }
    }

    /** Tells that the nesting goes deeper than is looked into. */
    static void tooDeep(Findings findings, int offset) {
        findings.error(offset, "TOO_DEEP", "Nested deeper than " + MAX_DEPTH + ": what follows is not looked at.");
    }
}
