/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.publish;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/** One configuration, changed: publish and remove. Reading it is in {@code watch} and {@code dump}. Thread-safe. */
@Component
@Path("/config")
public class ConfigResource {

    private static final Set<String> PUBLISH =
            Query.keyAnd("type", "description", "tags", "app", "comment", "allowEmpty");
    private static final Set<String> REMOVE = Query.keyAnd("comment");

    private final Configs configs;
    private final Access access;
    private final long maxContent;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ConfigResource() {
        this(null, null, null);
    }

    @Inject
    public ConfigResource(Configs configs, Access access, Settings settings) {
        this.configs = configs;
        this.access = access;
        maxContent = settings.bytes(Knob.CONTENT_MAX);
    }

    /** Publishes the raw body, whatever type it says it has. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response publish(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, PUBLISH);
        ConfigKey key = query.key();
        ChangeRequest change = ChangeRequest.of(request, query);
        access.check(change.caller(), Action.PUBLISH, key);
        Publication publication = new Publication(
                key,
                Body.of(request, body).text(maxContent),
                query.text("type").map(ConfigResource::type),
                query.text("description"),
                query.text("tags").map(ConfigResource::tags),
                query.text("app"),
                change.precondition(),
                query.flag("allowEmpty"),
                change.comment(),
                change.idempotencyKey());
        return ChangeRequest.answer(configs.publish(change.caller(), publication));
    }

    /** Removes the key; its versions go on counting. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response remove(@Context HttpServletRequest request) {
        Query query = Query.of(request, REMOVE);
        ConfigKey key = query.key();
        ChangeRequest change = ChangeRequest.of(request, query);
        access.check(change.caller(), Action.REMOVE, key);
        return ChangeRequest.answer(
                configs.remove(change.caller(), key, change.precondition(), change.comment(), change.idempotencyKey()));
    }

    private static ConfigType type(String wireName) {
        try {
            return ConfigType.parse(wireName);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PARAMETER", e.getMessage());
        }
    }

    private static List<String> tags(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }
}
