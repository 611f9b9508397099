/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.children;

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
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.children.Children.Page;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.JsonWriter;

/** What is below a prefix, page by page, with or without contents, from the dump. Thread-safe. */
@Component
@Path("/children")
public class ChildrenResource {

    /** Most keys of one page. */
    static final int MAX_LIMIT = 5_000;

    /** A page ends before its contents are longer than this in all, unless one alone is. */
    static final int MAX_CONTENT = 4 << 20;

    private static final int DEFAULT_LIMIT = 1_000;
    private static final Set<String> PARAMETERS = Set.of("namespace", "group", "prefix", "contents", "cursor", "limit");

    private final Children children;
    private final Dump dump;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ChildrenResource() {
        this(null, null, null);
    }

    @Inject
    public ChildrenResource(Children children, Dump dump, Access access) {
        this.children = children;
        this.dump = dump;
        this.access = access;
    }

    /** One page; its digest is that of all there is below the prefix. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        Caller caller = Door.caller(request);
        Prefix prefix = prefix(query);
        boolean contents = query.flag("contents");
        String after = query.text("cursor", ConfigKey.MAX_DATA_ID).orElse("");
        int limit = query.count("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        access.checkNamespace(caller, Action.READ, prefix.namespace());
        Page page = children.page(prefix, caller, after, limit).orElseThrow(Lookup::loading);
        JsonWriter json = new JsonWriter()
                .object()
                .field("namespace", prefix.namespace())
                .field("group", prefix.group())
                .field("prefix", prefix.prefix())
                .field("epoch", page.epoch().toString())
                .field("digest", page.digest())
                .name("children")
                .array();
        Optional<String> next = contents ? writeWhole(json, page, caller) : writeNames(json, page);
        json.endArray();
        next.ifPresent(cursor -> json.field("next", cursor));
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Prefix prefix(Query query) {
        try {
            return Prefix.of(
                    query.text("namespace").orElse(ConfigKey.PUBLIC),
                    query.text("group").orElse(ConfigKey.DEFAULT_GROUP),
                    query.text("prefix").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }

    private static Optional<String> writeNames(JsonWriter json, Page page) {
        page.entries().forEach(entry -> write(json, entry).endObject());
        return page.next();
    }

    /** @return where the next page begins, which is earlier than the page would have it when the contents are long */
    private Optional<String> writeWhole(JsonWriter json, Page page, Caller caller) {
        int room = MAX_CONTENT;
        String last = null;
        for (DumpEntry entry : page.entries()) {
            if (last != null && entry.length() > room) {
                return Optional.of(last);
            }
            room -= entry.length();
            last = entry.key().dataId();
            Lookup now = dump.read(entry.key(), caller);
            if (now instanceof Lookup.Found found) {
                byte[] content = found.entry().content().orElseThrow(Lookup::loading);
                write(json, found.entry())
                        .field("content", new String(content, StandardCharsets.UTF_8))
                        .endObject();
            } else if (now instanceof Lookup.Loading) {
                throw Lookup.loading();
            }
        }
        return page.next();
    }

    private static JsonWriter write(JsonWriter json, DumpEntry entry) {
        return json.object()
                .field("dataId", entry.key().dataId())
                .field("version", entry.version())
                .field("md5", entry.md5())
                .field("type", entry.type().wireName());
    }
}
