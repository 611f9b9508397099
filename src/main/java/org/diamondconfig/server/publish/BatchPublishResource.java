/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.publish;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** Many configurations, published by one request, each with an outcome of its own. Thread-safe. */
@Component
@Path("/configs/publish")
public class BatchPublishResource {

    /** Most items of one request. */
    public static final int MAX_ITEMS = 100;

    /** Largest body, below what WildFly takes by default. */
    static final int MAX_BODY = 8 << 20;

    private final Configs configs;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public BatchPublishResource() {
        this(null, null);
    }

    @Inject
    public BatchPublishResource(Configs configs, Access access) {
        this.configs = configs;
        this.access = access;
    }

    /** Publishes each item in the order given; one that fails holds up no other. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response publishAll(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        List<Publication> items = Body.of(request, body).json(MAX_BODY, BatchPublishResource::items);
        List<Publication> allowed = new ArrayList<>();
        for (Publication item : items) {
            if (access.admits(caller, Action.PUBLISH, item.key())) {
                allowed.add(item);
            }
        }
        List<Configs.BatchResult> results = new ArrayList<>(configs.publishAll(caller, allowed));
        return Response.ok(json(items, results), MediaType.APPLICATION_JSON).build();
    }

    private static List<Publication> items(JsonObject json) {
        List<JsonObject> items = json.objects("items");
        if (items.size() > MAX_ITEMS) {
            throw new TooLarge("TOO_MANY_ITEMS", "items: at most " + MAX_ITEMS);
        }
        List<Publication> publications =
                items.stream().map(BatchPublishResource::item).toList();
        Set<ConfigKey> seen = new HashSet<>();
        for (Publication publication : publications) {
            if (!seen.add(publication.key())) {
                throw new BadRequest("INVALID_BODY", "items: a key is named more than once");
            }
        }
        return publications;
    }

    private static Publication item(JsonObject json) {
        ConfigKey key = ChangeRequest.readKey(json);
        return new Publication(
                key,
                json.string("content"),
                json.optionalString("type").map(ConfigType::parse),
                json.optionalString("description"),
                json.has("tags") ? Optional.of(json.strings("tags")) : Optional.empty(),
                json.optionalString("app"),
                precondition(json),
                json.flag("allowEmpty", false),
                json.optionalString("comment").orElse(""),
                Optional.empty());
    }

    private static Precondition precondition(JsonObject json) {
        return json.optionalString("ifMatch")
                .map(ChangeRequest::mustMatch)
                .orElseGet(() -> json.flag("ifAbsent", false) ? new Precondition.MustNotExist() : Precondition.NONE);
    }

    private static byte[] json(List<Publication> items, List<Configs.BatchResult> results) {
        JsonWriter json = new JsonWriter().object().name("results").array();
        int next = 0;
        for (Publication item : items) {
            ChangeRequest.writeKey(json.object(), item.key());
            boolean asked = next < results.size() && results.get(next).key().equals(item.key());
            if (asked) {
                writeResult(json, results.get(next++));
            } else {
                writeProblem(json, new Forbidden("FORBIDDEN", "You may not do this to a configuration of that name."));
            }
            json.endObject();
        }
        return json.endArray().endObject().toUtf8();
    }

    private static void writeResult(JsonWriter json, Configs.BatchResult result) {
        result.published()
                .ifPresentOrElse(
                        published -> ChangeRequest.writeOutcome(json.field("status", 200), published),
                        () -> writeProblem(json, result.problem().orElseThrow()));
    }

    private static void writeProblem(JsonWriter json, ProblemException problem) {
        json.field("status", problem.status()).field("code", problem.code()).field("detail", problem.getMessage());
    }
}
