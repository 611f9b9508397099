/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * What a folder knows of configurations beside their contents: the type where their names do not tell it, description, tags and
 * application. They stay in its file, and only where each begins is held. Confined to one thread.
 */
final class Labels {

    static final String FILE = ".labels.jsonl";
    private static final List<String> MEMBERS = List.of("type", "description", "app", "tags");

    private final Path file;
    private final boolean told;
    private final Places places = new Places();

    private Labels(Path file, boolean told) {
        this.file = file;
        this.told = told;
    }

    /** What the folder says. */
    static Labels read(Path folder) {
        Path file = folder.resolve(FILE);
        Labels labels = new Labels(file, Files.exists(file));
        labels.lines((key, place, line) -> labels.places.put(key, place));
        return labels;
    }

    /** A line of the file, and where it begins. */
    private interface Line {
        void at(ConfigKey key, long place, JsonObject line);
    }

    private void lines(Line each) {
        if (!told) {
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long place = 0;
            for (byte[] line = line(in); line.length > 0; line = line(in)) {
                if (!new String(line, StandardCharsets.UTF_8).isBlank()) {
                    JsonObject json = Json.parseObject(line);
                    each.at(key(json), place, json);
                }
                place += line.length;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(Exit.INVALID, file + ": " + e.getMessage());
        }
    }

    /** The next line with its end; empty behind the last. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.write(c);
            if (c == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static ConfigKey key(JsonObject json) {
        return ConfigKey.of(json.string("namespace"), json.string("group"), json.string("dataId"));
    }

    /** All that are known. */
    void forEach(BiConsumer<ConfigKey, Map<String, Object>> each) {
        lines((key, place, line) -> {
            if (places.find(key) == place) {
                each.accept(key, labels(JsonText.members(line)));
            }
        });
    }

    /** Forgets those of a key. */
    void forget(ConfigKey key) {
        if (told) {
            places.forget(key);
        }
    }

    private Optional<Map<String, Object>> find(ConfigKey key) {
        long place = places.find(key);
        if (place < 0) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(place);
            JsonObject json = Json.parseObject(line(new BufferedInputStream(in)));
            return key(json).equals(key) ? Optional.of(labels(JsonText.members(json))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(Exit.INVALID, file + ": it changed: " + e.getMessage());
        }
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
                ? find(key).orElseGet(() -> otherwise(key))
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
