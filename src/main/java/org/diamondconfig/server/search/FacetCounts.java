/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;

/** What was counted so far. Confined to one thread. */
final class FacetCounts {

    /** Most values of a facet that are told, those of the most configurations. */
    private static final int MAX_VALUES = 100;

    private final Map<String, Integer> namespaces = new HashMap<>();
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> apps = new HashMap<>();
    private int all;

    void add(ConfigKey key, ConfigType type) {
        all++;
        namespaces.merge(key.namespace(), 1, Integer::sum);
        groups.merge(key.group(), 1, Integer::sum);
        types.merge(type.wireName(), 1, Integer::sum);
    }

    /** One with several tags counts for each. */
    void addLabels(LabelStore.Labelled labelled) {
        labelled.tags().stream().distinct().forEach(tag -> tags.merge(tag, 1, Integer::sum));
        labelled.app().ifPresent(app -> apps.merge(app, 1, Integer::sum));
    }

    void write(JsonWriter json) {
        json.field("all", all);
        writeFacet(json, "namespaces", namespaces);
        writeFacet(json, "groups", groups);
        writeFacet(json, "types", types);
    }

    void writeLabels(JsonWriter json) {
        writeFacet(json, "tags", tags);
        writeFacet(json, "apps", apps);
    }

    /** The most frequent first; how many there are tells whether some are left out. */
    private static void writeFacet(JsonWriter json, String facet, Map<String, Integer> counted) {
        json.name(facet).object().field("values", counted.size()).name("most").array();
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_VALUES)
                .forEach(one -> json.object()
                        .field("name", one.getKey())
                        .field("count", one.getValue())
                        .endObject());
        json.endArray().endObject();
    }
}
