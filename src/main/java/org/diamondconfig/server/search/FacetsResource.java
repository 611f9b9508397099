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
import java.util.ArrayList;
import java.util.List;
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
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;

/**
 * How many configurations match and may be read, by namespace, group and type, and if that is asked for by tag and application: what a
 * search could be narrowed to. Thread-safe. It goes once through the names that this node has in memory, and asks neither disk nor
 * database; of tags and applications the database alone knows. What it has not told yet is left out, and the rest is told.
 */
@Component
@Path("/configs/facets")
public class FacetsResource {

    private static final Set<String> PARAMETERS =
            Set.of("namespace", "group", "dataId", "type", "tag", "app", "labels");
    private static final int MAX_PATTERN = 250;

    /** So many configurations are asked for by their names, rather than all that have labels. */
    private static final int FEW = 100;

    /** So many go through all names, or labels, at once, each on a thread of the container. */
    private static final int MOST_AT_ONCE = 8;

    private final Turns turns =
            new Turns(MOST_AT_ONCE, () -> new TooMany("SEARCH_BUSY", "Others are counting. Try again.", 1));

    private final ContentSearch contents;
    private final Labels labels;
    private final Access access;
    private final Configs.Bounds bounds;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public FacetsResource() {
        this(null, null, null, null);
    }

    @Inject
    FacetsResource(ContentSearch contents, Labels labels, Access access, Configs.Bounds bounds) {
        this.contents = contents;
        this.labels = labels;
        this.access = access;
        this.bounds = bounds;
    }

    /** What is counted: all that passes each part. */
    private record Ask(
            Optional<String> namespace,
            Predicate<ConfigKey> named,
            Optional<ConfigType> type,
            Optional<String> tag,
            Optional<String> app) {

        boolean isOfType(ConfigType other) {
            return type.isEmpty() || type.get() == other;
        }

        boolean isOfLabels() {
            return tag.isPresent() || app.isPresent();
        }

        boolean has(LabelStore.Labelled one) {
            return isOfType(one.type()) && one.has(tag, app) && named.test(one.key());
        }
    }

    /** The counts, by the names, the type and the labels that are asked for. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response facets(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = Door.caller(request);
        Optional<String> namespace = query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty();
        Predicate<ConfigKey> named = SearchResource.names(
                        namespace, query.text("group", MAX_PATTERN), query.text("dataId", MAX_PATTERN))
                .and(new ReadableTo(access, caller)::has);
        Ask ask = new Ask(
                namespace,
                named,
                query.text("type").map(SearchResource::type),
                query.text("tag", MAX_PATTERN),
                query.text("app", MAX_PATTERN));
        boolean labelled = query.flag("labels");
        access.checkSome(caller, Action.READ, namespace);
        return Response.ok(counted(ask, labelled).toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private JsonWriter counted(Ask ask, boolean labelled) {
        long start = bounds.ticker().nanos();
        FacetCounts counts = new FacetCounts();
        JsonWriter json = new JsonWriter().object();
        if (ask.isOfLabels()) {
            Optional<ProblemException> trouble = countLabels(ask, counts, start);
            counts.write(json);
            if (labelled) {
                counts.writeLabels(json);
            }
            trouble.ifPresent(why -> write(json, why));
            return json.endObject();
        }
        List<ConfigKey> keys = countNames(ask, counts, start);
        counts.write(json);
        if (labelled) {
            try {
                Optional<ProblemException> trouble = Optional.empty();
                if (keys.size() <= FEW) {
                    labels.each(ask.namespace, keys, start, counts::addLabels);
                } else {
                    trouble = countLabels(ask, counts, start);
                }
                counts.writeLabels(json);
                trouble.ifPresent(why -> write(json, why));
            } catch (Unavailable | TooMany e) {
                write(json, e);
            }
        }
        return json.endObject();
    }

    private static void write(JsonWriter json, ProblemException why) {
        json.field("code", why.code()).field("detail", why.getMessage());
    }

    /**
     * Tells them if they are few, else some more than that.
     *
     * @throws TooMany SEARCH_BUSY if too many go through the names
     */
    private List<ConfigKey> countNames(Ask ask, FacetCounts counts, long start) {
        List<ConfigKey> keys = new ArrayList<>();
        Predicate<ConfigKey> inTime = key -> !bounds.left(start).isZero();
        turns.take();
        try {
            contents.each(inTime.and(ask.named), entry -> {
                if (ask.isOfType(entry.type())) {
                    counts.add(entry.key(), entry.type());
                    if (keys.size() <= FEW) {
                        keys.add(entry.key());
                    }
                }
            });
        } finally {
            turns.give();
        }
        return keys;
    }

    /**
     * Tells why they are not those of now, if they are not.
     *
     * @throws TooMany SEARCH_BUSY if too many go through them
     */
    private Optional<ProblemException> countLabels(Ask ask, FacetCounts counts, long start) {
        Labels.Told told = labels.all(ask.namespace);
        turns.take();
        try {
            told.all().forEach(one -> {
                bounds.left(start);
                if (ask.has(one)) {
                    counts.addLabels(one);
                    if (ask.isOfLabels()) {
                        counts.add(one.key(), one.type());
                    }
                }
            });
        } finally {
            turns.give();
        }
        return told.trouble();
    }
}
