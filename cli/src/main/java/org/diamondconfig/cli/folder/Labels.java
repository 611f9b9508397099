/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * What a folder knows of configurations beside their contents: the type where their names do not tell it, description, tags and
 * application. Most have none of these, and take no room. Confined to one thread.
 */
final class Labels {

    static final String FILE = ".labels.jsonl";
    private static final List<String> MEMBERS = List.of("type", "description", "app", "tags");

    private final Map<ConfigKey, Map<String, Object>> known;
    private final boolean told;

    private Labels(Map<ConfigKey, Map<String, Object>> known, boolean told) {
        this.known = known;
        this.told = told;
    }

    /** What the folder says. */
    static Labels read(Path folder) {
        Path file = folder.resolve(FILE);
        Map<ConfigKey, Map<String, Object>> known = new HashMap<>();
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> !line.isBlank()).forEach(line -> {
                    JsonObject json = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                    ConfigKey key = ConfigKey.of(json.string("namespace"), json.string("group"), json.string("dataId"));
                    known.put(key, labels(JsonText.members(json)));
                });
            } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
                throw new Refused(Exit.INVALID, file + ": " + e.getMessage());
            }
        }
        return new Labels(known, Files.exists(file));
    }

    /** All that are known. */
    void forEach(BiConsumer<ConfigKey, Map<String, Object>> each) {
        known.forEach(each);
    }

    /** Forgets those of a key. */
    void forget(ConfigKey key) {
        known.remove(key);
    }

    /** The line of a key with these; empty if its name tells them all. */
    static Optional<String> line(ConfigKey key, Map<String, Object> labels) {
        if (labels.equals(otherwise(key))) {
            return Optional.empty();
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("namespace", key.namespace());
        line.put("group", key.group());
        line.put("dataId", key.dataId());
        line.putAll(labels);
        return Optional.of(JsonText.of(line));
    }

    /** Those of a key; the type by its name alone, so that the others stay, where the folder has no such file. */
    Map<String, Object> of(ConfigKey key) {
        return told
                ? known.getOrDefault(key, otherwise(key))
                : Map.of("type", otherwise(key).get("type"));
    }

    /** Whether a row of a search has these. */
    static boolean areOf(Map<String, Object> row, Map<String, Object> wanted) {
        return labels(row).entrySet().containsAll(wanted.entrySet());
    }

    /** Those in an object that holds others too. */
    static Map<String, Object> labels(Map<String, Object> row) {
        Map<String, Object> labels = new LinkedHashMap<>();
        for (String member : MEMBERS) {
            Object none = member.equals("tags") ? List.of() : member.equals("type") ? "text" : "";
            Object value = row.get(member);
            labels.put(member, value == null ? none : value);
        }
        return labels;
    }

    private static Map<String, Object> otherwise(ConfigKey key) {
        return labels(Map.of("type", ConfigType.ofFileName(key.dataId()).wireName()));
    }
}
