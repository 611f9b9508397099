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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.ContentSearch;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.passage.Passage;
import org.diamondconfig.server.passage.Sought;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;

/**
 * Many configurations: found by name and type in the dump, which also answers while the database is down, and shown as the database has
 * them; found by tag and application there too once these are read, and in the database before; or by a piece of their content in the
 * dump. Thread-safe.
 */
@Component
@Path("/configs")
public class SearchResource {

    private static final Set<String> PARAMETERS = Set.of(
            "namespace",
            "group",
            "dataId",
            "tag",
            "type",
            "app",
            "content",
            "match",
            "order",
            "contents",
            "cursor",
            "limit");

    /** A page with contents ends before they are longer than this in all, unless one alone is. */
    static final int MAX_CONTENT = 1 << 20;

    private static final int MAX_PATTERN = 250;
    private static final int MAX_TERM = 256;
    private static final int MAX_CURSOR = 1024;

    private final NameSearch names;
    private final TimeSearch times;
    private final ContentSearch contents;
    private final Access access;
    private final Ticker ticker;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public SearchResource() {
        this(null, null, null, null, null);
    }

    @Inject
    SearchResource(NameSearch names, TimeSearch times, ContentSearch contents, Access access, Ticker ticker) {
        this.names = names;
        this.times = times;
        this.ticker = ticker;
        this.contents = contents;
        this.access = access;
    }

    /** One page of the configurations that match and may be read, in the order of their keys or last changes. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response search(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = Door.caller(request);
        Search search = new Search(
                query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty(),
                query.text("group", MAX_PATTERN),
                query.text("dataId", MAX_PATTERN),
                query.text("tag", MAX_PATTERN),
                query.text("type").map(SearchResource::type),
                query.text("app", MAX_PATTERN),
                query.text("cursor", MAX_CURSOR),
                query.count("limit", Search.DEFAULT_LIMIT, 1, Search.MAX_LIMIT));
        search.namespace().ifPresent(namespace -> access.checkNamespace(caller, Action.READ, namespace));
        JsonWriter json;
        if (query.flag("contents")) {
            requireNamesAlone(query);
            json = whole(names.findWhole(search, new ReadableTo(access, caller), caller));
        } else if (query.has("content") || query.has("match")) {
            json = byContent(search, caller, term(query), query.choice("match", Match.class));
        } else {
            json = query.choice("order", Order.class).orElse(Order.NAME).find(this, search, caller);
        }
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** What comes first. */
    private enum Order {
        NAME,
        NEWEST,
        OLDEST;

        JsonWriter find(SearchResource in, Search search, Caller caller) {
            return this == NAME ? in.byName(search, caller) : in.byTime(search, this == NEWEST, caller);
        }
    }

    private JsonWriter byTime(Search search, boolean newest, Caller caller) {
        return json(NameSearch.Found.of(times.find(search, newest, new ReadableTo(access, caller))));
    }

    private JsonWriter byName(Search search, Caller caller) {
        return json(names.find(search, new ReadableTo(access, caller)));
    }

    private static void requireNamesAlone(Query query) {
        if (query.has("content") || query.has("match") || query.has("order")) {
            throw new BadRequest("BAD_PARAMETER", "contents: not together with content, match or order");
        }
    }

    private static JsonWriter json(NameSearch.Found found) {
        JsonWriter json = new JsonWriter().object().name("configs").array();
        found.hits().forEach(hit -> write(json, hit));
        return end(json, found, found.next());
    }

    private static JsonWriter end(JsonWriter json, NameSearch.Found found, Optional<String> next) {
        found.bare().forEach(entry -> write(json, entry, Optional.empty()));
        json.endArray();
        next.ifPresent(cursor -> json.field("next", cursor));
        found.trouble().ifPresent(trouble -> json.field("code", trouble.code()).field("detail", trouble.getMessage()));
        return json.endObject();
    }

    /**
     * With the content of each, as far as this node holds that very version; long contents end the page early. Who changed it and when
     * is not told: whoever takes contents with him has no use for it.
     */
    private static JsonWriter whole(NameSearch.Wholes found) {
        JsonWriter json = new JsonWriter().object().name("configs").array();
        int room = MAX_CONTENT;
        ConfigKey last = null;
        for (NameSearch.Whole whole : found.all()) {
            int length = whole.held().map(DumpEntry::length).orElse(0);
            if (last != null && length > room) {
                return end(json, found.rest(), Optional.of(KeyCursor.write(last)));
            }
            room -= length;
            last = whole.labels().key();
            describe(json, whole);
            whole.held()
                    .flatMap(DumpEntry::content)
                    .ifPresent(bytes -> json.field("content", new String(bytes, StandardCharsets.UTF_8)));
            json.endObject();
        }
        return end(json, found.rest(), found.rest().next());
    }

    /** How a content is to hold what is looked for. */
    private enum Match {
        TEXT,
        REGEX,
        PATH;

        Sought sought(String term, Ticker ticker) {
            return switch (this) {
                case TEXT -> Sought.text(term, ticker);
                case REGEX -> Sought.expression(term, ticker);
                case PATH -> Sought.path(term, ticker);
            };
        }
    }

    private JsonWriter byContent(Search search, Caller caller, String term, Optional<Match> match) {
        Predicate<ConfigKey> named =
                names(search.namespace(), search.group(), search.dataId()).and(new ReadableTo(access, caller)::has);
        Optional<ConfigKey> after = search.cursor().map(KeyCursor::read);
        Sought wanted = match.orElse(Match.TEXT).sought(term, ticker);
        ContentSearch.Hits<Passage> found =
                contents.find(new ContentSearch.Query<>(wanted, named, after, search.limit()));
        JsonWriter json = new JsonWriter().object().name("configs").array();
        found.found().forEach(hit -> write(json, hit.entry(), Optional.of(hit.place())));
        json.endArray();
        found.next().ifPresent(key -> json.field("next", KeyCursor.write(key)));
        return json.field("cut", found.cut() || wanted.gaveUp()).endObject();
    }

    /** What has these names; empty = any. */
    static Predicate<ConfigKey> names(Optional<String> namespace, Optional<String> groups, Optional<String> dataIds) {
        Predicate<String> group = groups.map(Glob::of).orElse(any -> true);
        Predicate<String> dataId = dataIds.map(Glob::of).orElse(any -> true);
        return key -> namespace.map(key.namespace()::equals).orElse(true)
                && group.test(key.group())
                && dataId.test(key.dataId());
    }

    private static String term(Query query) {
        if (query.has("tag") || query.has("app") || query.has("type")) {
            throw new BadRequest("BAD_PARAMETER", "content: goes together with names, not with tag, app or type");
        }
        if (query.has("order")) {
            throw new BadRequest("BAD_PARAMETER", "order: contents are searched in the order of their names");
        }
        return query.text("content", MAX_TERM)
                .filter(term -> !term.isEmpty())
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "content: say what to look for"));
    }

    static ConfigType type(String wireName) {
        try {
            return ConfigType.parse(wireName);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PARAMETER", e.getMessage());
        }
    }

    private static void write(JsonWriter json, Search.Hit hit) {
        describe(json, NameSearch.Whole.of(hit, Optional.empty()))
                .field("by", hit.details().publishedBy())
                .field("at", hit.details().changedAt().toString())
                .endObject();
    }

    private static JsonWriter describe(JsonWriter json, NameSearch.Whole one) {
        LabelStore.Labelled labels = one.labels();
        ChangeRequest.writeKey(json.object(), labels.key())
                .field("epoch", one.epoch().toString())
                .field("version", one.version())
                .field("md5", one.md5())
                .field("type", labels.type().wireName())
                .field("kind", labels.merged() ? "aggregate" : "single")
                .field("description", labels.description())
                .field("app", labels.app().orElse(""))
                .name("tags")
                .array();
        labels.tags().forEach(json::value);
        return json.endArray();
    }

    /** @param passage where its content has what was looked for */
    private static void write(JsonWriter json, DumpEntry entry, Optional<Passage> passage) {
        ChangeRequest.writeKey(json.object(), entry.key())
                .field("epoch", entry.epoch().toString())
                .field("version", entry.version())
                .field("md5", entry.md5())
                .field("type", entry.type().wireName());
        passage.ifPresent(found -> json.name("found")
                .object()
                .field("line", found.line())
                .field("text", found.text())
                .field("start", found.start())
                .field("end", found.end())
                .endObject());
        json.endObject();
    }
}
