/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.FileNames;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** The lines of an export that say what its files are: a head, and one JSON object for each configuration. Stateless. */
final class Manifest {

    /** Where it stands in the zip. */
    static final String NAME = "diamond-manifest.jsonl";

    static final String FORMAT = "diamond-export";
    static final long VERSION = 1;

    private static final String FOLDER = "configs/";
    private static final String SINGLE = "single";
    private static final String AGGREGATE = "aggregate";

    private Manifest() {}

    /**
     * What a line says.
     *
     * @param file where the content stands in the zip
     * @param namespace as it was exported
     * @param md5 of the content; empty if it is not said
     */
    record Line(
            String file,
            String namespace,
            String group,
            String dataId,
            boolean merged,
            ConfigType type,
            String description,
            List<String> tags,
            String appName,
            Optional<String> md5) {}

    /** The first line. */
    static byte[] head() {
        JsonWriter json = new JsonWriter().object().field("format", FORMAT).field("version", VERSION);
        return line(json);
    }

    /** Whether this first line is one that is understood here. */
    static boolean isHead(byte[] line) {
        try {
            JsonObject json = Json.parseObject(line);
            return json.string("format").equals(FORMAT) && json.number("version") == VERSION;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The file of a key: a name that no disk takes for another's, and that leaves no folder. */
    static String file(ConfigKey key) {
        return FOLDER
                + FileNames.encode(ConfigKey.displayNamespace(key.namespace()))
                + '/'
                + FileNames.encode(key.group())
                + '/'
                + FileNames.encode(key.dataId());
    }

    /** The line of what was found. It tells no version and no time: equal content makes equal lines. */
    static byte[] line(Search.Hit hit) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("file", file(hit.key()))
                .field("namespace", ConfigKey.displayNamespace(hit.key().namespace()))
                .field("group", hit.key().group())
                .field("dataId", hit.key().dataId())
                .field("kind", hit.merged() ? AGGREGATE : SINGLE)
                .field("type", hit.type().wireName())
                .field("description", hit.details().description())
                .name("tags")
                .array();
        hit.details().tags().forEach(json::value);
        return line(json.endArray().field("app", hit.details().appName()).field("md5", hit.md5()));
    }

    private static byte[] line(JsonWriter json) {
        return (json.endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if it is none; the message names the member and the rule */
    static Line read(byte[] line) {
        JsonObject json = Json.parseObject(line);
        return new Line(
                json.string("file"),
                json.optionalString("namespace").orElse(ConfigKey.PUBLIC),
                json.optionalString("group").orElse(ConfigKey.DEFAULT_GROUP),
                json.string("dataId"),
                json.optionalString("kind").orElse(SINGLE).equals(AGGREGATE),
                ConfigType.parse(json.optionalString("type").orElse(ConfigType.TEXT.wireName())),
                json.optionalString("description").orElse(""),
                json.has("tags") ? json.strings("tags") : List.of(),
                json.optionalString("app").orElse(""),
                json.optionalString("md5"));
    }
}
