/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

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
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.ChangeRequest;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.edge.BadRequest;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.CallerFilter;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;

/**
 * Many configurations, found by name, tag, type, application, or a piece of their content. The database knows the names; the
 * content is looked into on this node, in the dump, and for a limited time. Thread-safe.
 */
@Component
@Path("/configs")
public class SearchResource {

    private static final Set<String> PARAMETERS =
            Set.of("namespace", "group", "dataId", "tag", "type", "app", "content", "cursor", "limit");
    private static final int MAX_PATTERN = 250;
    private static final int MAX_TERM = 256;
    private static final int MAX_CURSOR = 1024;

    private final Configs configs;
    private final Dump dump;
    private final Access access;
    private final Ticker ticker;
    private final long timeoutNanos;

    @Inject
    public SearchResource(Configs configs, Dump dump, Access access, Ticker ticker, Settings settings) {
        this.configs = configs;
        this.dump = dump;
        this.access = access;
        this.ticker = ticker;
        timeoutNanos = settings.duration(Knob.SEARCH_TIMEOUT).toNanos();
    }

    /** What a search has found so far; {@code cut} when its time ran out before the last page. */
    private record Found(List<Search.Hit> hits, Optional<String> next, boolean cut) {}

    /** One page of the configurations that match, without content. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response search(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = CallerFilter.of(request);
        Search search = new Search(
                query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty(),
                query.text("group", MAX_PATTERN),
                query.text("dataId", MAX_PATTERN),
                query.text("tag", MAX_PATTERN),
                query.text("type").map(SearchResource::type),
                query.text("app", MAX_PATTERN),
                query.text("cursor", MAX_CURSOR),
                query.count("limit", Search.DEFAULT_LIMIT, 1, Search.MAX_LIMIT));
        access.checkNamespace(caller, Action.READ, search.namespace().orElse(ConfigKey.PUBLIC));
        Optional<ContentTerm> term = query.text("content", MAX_TERM).map(ContentTerm::of);
        return answer(term.isEmpty() ? page(search, caller) : scan(search, caller, term.get()));
    }

    private Found page(Search search, Caller caller) {
        Search.Page page = configs.search(search);
        List<Search.Hit> hits = page.hits().stream()
                .filter(hit -> access.allows(caller, Action.READ, hit.key()))
                .toList();
        return new Found(hits, page.next(), false);
    }

    /** Goes from page to page until one page's worth is found, the last page is over, or the time is. */
    private Found scan(Search search, Caller caller, ContentTerm term) {
        long end = ticker.nanos() + timeoutNanos;
        List<Search.Hit> hits = new ArrayList<>();
        Search from = search;
        while (true) {
            Found page = page(from, caller);
            page.hits().stream().filter(hit -> holds(hit, caller, term)).forEach(hits::add);
            boolean late = ticker.nanos() - end > 0;
            if (page.next().isEmpty() || hits.size() >= search.limit() || late) {
                return new Found(hits, page.next(), late && page.next().isPresent());
            }
            from = from.after(page.next().get());
        }
    }

    private boolean holds(Search.Hit hit, Caller caller, ContentTerm term) {
        return dump.read(hit.key(), caller) instanceof Lookup.Found found
                && found.entry().content().filter(term::isIn).isPresent();
    }

    private static ConfigType type(String wireName) {
        try {
            return ConfigType.parse(wireName);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PARAMETER", e.getMessage());
        }
    }

    private static Response answer(Found found) {
        JsonWriter json = new JsonWriter().object().name("configs").array();
        found.hits().forEach(hit -> write(json, hit));
        json.endArray();
        found.next().ifPresent(cursor -> json.field("next", cursor));
        if (found.cut()) {
            json.field("cut", true);
        }
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static void write(JsonWriter json, Search.Hit hit) {
        ChangeRequest.writeKey(json.object(), hit.key())
                .field("epoch", hit.epoch().toString())
                .field("version", hit.version())
                .field("md5", hit.md5())
                .field("type", hit.type().wireName())
                .field("description", hit.details().description())
                .field("app", hit.details().appName())
                .name("tags")
                .array();
        hit.details().tags().forEach(json::value);
        json.endArray()
                .field("by", hit.details().publishedBy())
                .field("at", hit.details().changedAt().toString())
                .endObject();
    }
}
