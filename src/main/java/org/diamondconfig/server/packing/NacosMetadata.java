/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.diamondconfig.server.archive.ArchiveException;
import org.diamondconfig.server.archive.ZipReader;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What Nacos says of the files of its zip, in {@code .meta.yml} (applications alone), {@code .metadata.yml} or neither. What it does not
 * say is guessed from the name, or stays as it is. Immutable.
 *
 * @param applications by {@code GROUP.name~ext.app}
 * @param labels by file
 */
record NacosMetadata(Map<String, String> applications, Map<String, Unpacking.Labels> labels) {

    private static final String OLD = ".meta.yml";
    private static final String NEW = ".metadata.yml";
    private static final int MAX_DEPTH = 16;
    private static final int MAX_SIZE = 8 << 20;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel(NEW)
            .setCodePointLimit(MAX_SIZE)
            .setMaxAliasesForCollections(0)
            .setAllowDuplicateKeys(false)
            .build();

    /**
     * That of this zip.
     *
     * @throws BadRequest BAD_METADATA if it is none
     * @throws ArchiveException if it cannot be read
     */
    static NacosMetadata of(ZipReader zip) throws IOException, ArchiveException {
        Map<String, String> applications = new HashMap<>();
        text(zip, OLD).ifPresent(text -> readOld(text, applications));
        Map<String, Unpacking.Labels> labels = new HashMap<>();
        text(zip, NEW).ifPresent(text -> readNew(text, labels));
        return new NacosMetadata(applications, labels);
    }

    /** Whether an entry of this name is metadata itself. */
    static boolean isName(String name) {
        return name.equals(OLD) || name.equals(NEW);
    }

    private static Optional<String> text(ZipReader zip, String name) throws IOException, ArchiveException {
        OptionalInt index = zip.find(name);
        return index.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(zip.read(zip.entry(index.getAsInt()), MAX_SIZE), StandardCharsets.UTF_8));
    }

    /** Lines {@code GROUP.name~ext.app=application}, ended in any of the three ways. */
    private static void readOld(String text, Map<String, String> applications) {
        for (String line : text.split("\r\n|\r|\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                applications.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
    }

    private static void readNew(String text, Map<String, Unpacking.Labels> labels) {
        Object root;
        try {
            requireShallow(text);
            root = new Load(SETTINGS).loadFromString(text);
        } catch (YamlEngineException e) {
            throw bad();
        }
        if (!(root instanceof Map<?, ?> map) || !(map.get("metadata") instanceof List<?> list)) {
            throw bad();
        }
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> item)) {
                throw bad();
            }
            String dataId = word(item, "dataId").orElse("");
            Optional<ConfigType> type = word(item, "type").flatMap(ConfigType::find);
            labels.put(
                    word(item, "group").orElse(ConfigKey.DEFAULT_GROUP) + '/' + dataId,
                    new Unpacking.Labels(
                            type.or(() -> guessed(dataId)),
                            word(item, "desc"),
                            Optional.empty(),
                            word(item, "appName"),
                            Optional.empty()));
        }
    }

    /** The library reads what is nested by calling itself. */
    private static void requireShallow(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                throw bad();
            }
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
        }
    }

    private static BadRequest bad() {
        return new BadRequest("BAD_METADATA", ".metadata.yml: a list metadata of maps is expected, in plain YAML.");
    }

    private static Optional<String> word(Map<?, ?> item, String name) {
        Object value = item.get(name);
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        return plain ? Optional.of(value.toString()) : Optional.empty();
    }

    private static Optional<ConfigType> guessed(String dataId) {
        return Optional.of(ConfigType.ofFileName(dataId)).filter(type -> type != ConfigType.TEXT);
    }

    /** The files that are spoken of one by one. */
    Set<String> files() {
        return labels.keySet();
    }

    /** What is known of the file of this key. */
    Unpacking.Labels of(String file, ConfigKey key) {
        Unpacking.Labels told = labels.get(file);
        if (told != null) {
            return told;
        }
        String name = key.dataId();
        int dot = name.lastIndexOf('.');
        String written = dot < 0 ? name : name.substring(0, dot) + '~' + name.substring(dot + 1);
        return new Unpacking.Labels(
                guessed(name),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(applications.get(key.group() + '.' + written + ".app")),
                Optional.empty());
    }
}
