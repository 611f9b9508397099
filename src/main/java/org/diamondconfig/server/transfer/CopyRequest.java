/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;

/**
 * What is to be copied where. Immutable.
 *
 * @param from namespace
 * @param to namespace
 * @param named the keys and where they go; empty if a pattern says which
 * @param pattern which keys, if none are named
 * @param groups other names for groups, by the old ones
 * @param wishes of the copy as a whole
 */
record CopyRequest(
        String from, String to, List<Pair> named, Optional<Search> pattern, Map<String, String> groups, Wishes wishes) {

    /** Most items of one request. */
    static final int MAX_ITEMS = 500;

    private static final int DEFAULT_ITEMS = 100;
    private static final int MAX_PATTERN = 250;
    private static final int MAX_CURSOR = 1024;
    private static final int MAX_COMMENT = 512;

    /** A key and where it goes. */
    record Pair(ConfigKey from, ConfigKey to) {}

    /** @throws IllegalArgumentException if it is none; the message names the field and the rule */
    static CopyRequest read(JsonObject json) {
        String from = namespace(json, "from");
        String to = namespace(json, "to");
        Map<String, String> groups = groups(json);
        boolean named = json.has("keys");
        if (named == (json.has("group") || json.has("dataId"))) {
            throw new IllegalArgumentException("keys: name either keys, or a pattern by group and dataId");
        }
        List<Pair> pairs = named
                ? keys(json).stream().map(key -> pair(key, from, to, groups)).toList()
                : List.of();
        Wishes wishes = new Wishes(
                Policy.parse(json.optionalString("policy").orElse("abort")),
                json.flag("dryRun", false),
                text(json, "plan", MAX_PATTERN),
                text(json, "comment", MAX_COMMENT).orElse(""));
        return new CopyRequest(
                from, to, pairs, named ? Optional.empty() : Optional.of(pattern(json, from)), groups, wishes);
    }

    private static List<JsonObject> keys(JsonObject json) {
        List<JsonObject> keys = json.objects("keys");
        if (keys.size() > MAX_ITEMS) {
            throw new TooLarge("TOO_MANY_ITEMS", "keys: at most " + MAX_ITEMS);
        }
        return keys;
    }

    private static Pair pair(JsonObject json, String from, String to, Map<String, String> groups) {
        ConfigKey key = ConfigKey.of(from, json.optionalString("group").orElse(null), json.string("dataId"));
        String group = json.optionalString("toGroup").orElse(groups.getOrDefault(key.group(), key.group()));
        String dataId = json.optionalString("toDataId").orElse(key.dataId());
        return new Pair(key, ConfigKey.of(to, group, dataId));
    }

    private static Search pattern(JsonObject json, String from) {
        long limit = json.optionalNumber("limit").orElse(DEFAULT_ITEMS);
        return new Search(
                Optional.of(from),
                text(json, "group", MAX_PATTERN),
                text(json, "dataId", MAX_PATTERN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text(json, "cursor", MAX_CURSOR),
                (int) Math.max(1, Math.min(MAX_ITEMS, limit)));
    }

    private static Map<String, String> groups(JsonObject json) {
        Map<String, String> groups = new HashMap<>();
        if (json.has("groups")) {
            JsonObject renames = json.object("groups");
            renames.names().forEach(old -> groups.put(old, renames.string(old)));
            groups.values().forEach(name -> new ConfigKey(ConfigKey.PUBLIC, name, "a"));
        }
        return groups;
    }

    private static String namespace(JsonObject json, String field) {
        String given = json.optionalString(field)
                .orElseThrow(() -> new IllegalArgumentException(field + ": name a namespace, public is one"));
        try {
            return ConfigKey.requireNamespace(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replaceFirst("namespace", field), e);
        }
    }

    private static Optional<String> text(JsonObject json, String field, int most) {
        Optional<String> text = json.optionalString(field);
        if (text.filter(given -> given.length() > most).isPresent()) {
            throw new IllegalArgumentException(field + ": at most " + most + " characters");
        }
        return text;
    }

    /** Where a key goes that the pattern found. */
    Pair pair(ConfigKey key) {
        return new Pair(key, new ConfigKey(to, groups.getOrDefault(key.group(), key.group()), key.dataId()));
    }
}
