/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.ContentSearch;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * How many configurations match and may be read, by namespace, group and type: what a search could be narrowed to. Thread-safe. It
 * goes once through the names that this node has in memory, and asks neither disk nor database.
 */
@Component
@Path("/configs/facets")
public class FacetsResource {

    private static final Set<String> PARAMETERS = Set.of("namespace", "group", "dataId", "type");
    private static final int MAX_PATTERN = 250;

    /** Most values of a facet that are told, those of the most configurations. */
    private static final int MAX_VALUES = 100;

    /** Each goes through all names. */
    private static final int MOST_AT_ONCE = 2;

    private final Turns turns =
            new Turns(MOST_AT_ONCE, () -> new TooMany("SEARCH_BUSY", "Others are counting. Try again.", 1));

    private final ContentSearch contents;
    private final Access access;
    private final Configs.Bounds bounds;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public FacetsResource() {
        this(null, null, null);
    }

    @Inject
    public FacetsResource(ContentSearch contents, Access access, Configs.Bounds bounds) {
        this.contents = contents;
        this.access = access;
        this.bounds = bounds;
    }

    /** The counts, by the names and the type that are asked for. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response facets(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = Door.caller(request);
        Optional<String> namespace = query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty();
        Optional<String> type = query.text("type").map(SearchResource::type).map(known -> known.wireName());
        Predicate<ConfigKey> named = SearchResource.names(
                        namespace, query.text("group", MAX_PATTERN), query.text("dataId", MAX_PATTERN))
                .and(new ReadableTo(access, caller)::has);
        access.checkSome(caller, Action.READ, namespace);
        turns.take();
        try {
            Counts counts = new Counts();
            long start = bounds.ticker().nanos();
            Predicate<ConfigKey> inTime = key -> !bounds.left(start).isZero();
            contents.each(inTime.and(named), entry -> {
                String written = entry.type().wireName();
                if (type.map(written::equals).orElse(true)) {
                    counts.add(entry.key(), written);
                }
            });
            return Response.ok(counts.json(), MediaType.APPLICATION_JSON)
                    .header("Cache-Control", "no-store")
                    .build();
        } finally {
            turns.give();
        }
    }

    /** What was counted so far. Confined to one thread. */
    private static final class Counts {

        private final Map<String, Integer> namespaces = new HashMap<>();
        private final Map<String, Integer> groups = new HashMap<>();
        private final Map<String, Integer> types = new HashMap<>();
        private int all;

        void add(ConfigKey key, String type) {
            all++;
            namespaces.merge(key.namespace(), 1, Integer::sum);
            groups.merge(key.group(), 1, Integer::sum);
            types.merge(type, 1, Integer::sum);
        }

        byte[] json() {
            JsonWriter json = new JsonWriter().object().field("all", all);
            write(json, "namespaces", namespaces);
            write(json, "groups", groups);
            write(json, "types", types);
            return json.endObject().toUtf8();
        }

        /** The most frequent first; how many there are tells whether some are left out. */
        private static void write(JsonWriter json, String facet, Map<String, Integer> counted) {
            json.name(facet)
                    .object()
                    .field("values", counted.size())
                    .name("most")
                    .array();
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
}
