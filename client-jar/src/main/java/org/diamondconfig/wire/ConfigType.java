/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a configuration's content is written in. It labels the content for people and tools; the bytes stay as they are. */
public enum ConfigType {
    TEXT,
    PROPERTIES,
    YAML,
    JSON,
    XML,
    HTML,
    TOML;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The lower-case name that travels on the wire. */
    public String wireName() {
        return wireName;
    }

    /**
     * The type of this wire name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the allowed ones
     */
    public static ConfigType parse(String wireName) {
        return find(wireName)
                .orElseThrow(() ->
                        new IllegalArgumentException("type: use text, properties, yaml, json, xml, html or toml"));
    }

    /** The type of this wire name, if there is one. */
    public static Optional<ConfigType> find(String wireName) {
        return Stream.of(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    /** The type that a file name's ending suggests; {@link #TEXT} when it suggests none. */
    public static ConfigType ofFileName(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "properties" -> PROPERTIES;
            case "yaml", "yml" -> YAML;
            case "json" -> JSON;
            case "xml" -> XML;
            case "html", "htm" -> HTML;
            case "toml" -> TOML;
            default -> TEXT;
        };
    }
}
