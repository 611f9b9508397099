/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audience.Telling.Page;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Question.Among;
import org.diamondconfig.server.subscriber.Question.Counted;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** All clients of all nodes, and what one of them holds. Thread-safe. For those who operate the server. */
@Component
@Path("/clients")
public class ClientsResource {

    private static final Set<String> FILTERS = Set.of("app", "address", "label", "cursor", "limit");
    private static final Set<String> CLIENT = Set.of("client");
    private static final int MAX_NAME = 260;

    private final Everywhere everywhere;
    private final Subscribers here;
    private final Telling telling;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ClientsResource() {
        this(null, null, null, null);
    }

    @Inject
    ClientsResource(Everywhere everywhere, Subscribers here, Telling telling, Access access) {
        this.everywhere = everywhere;
        this.here = here;
        this.telling = telling;
        this.access = access;
    }

    /** One page of those that are asked for. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, FILTERS);
        access.checkServer(Door.caller(request), Action.OPERATE);
        Among among = new Among(
                query.text("app", MAX_NAME).orElse(""),
                query.text("address", MAX_NAME).orElse(""),
                query.text("label", MAX_NAME).orElse(""));
        Page page = Page.of(query);
        Question question = Question.clients(among, new Counted(page.after(), page.limit() + 1));
        Census census = everywhere.ask(question).join();
        JsonWriter json = new JsonWriter().object().field("all", census.seen().size());
        telling.page(json, "clients", census.seen(), page, telling::counted);
        Telling.rest(json, census);
        return answer(json);
    }

    /** One client, once for each subject that uses its id, and the keys that it holds and the caller may read. */
    @GET
    @Path("/keys")
    @Produces(MediaType.APPLICATION_JSON)
    public Response keys(@Context HttpServletRequest request) {
        Query query = Query.of(request, CLIENT);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.OPERATE);
        String handle = query.text("client", MAX_NAME)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "client: say which one"));
        Census census = everywhere.ask(Question.client(handle)).join();
        if (census.seen().isEmpty()) {
            throw new NotFound("CLIENT_NOT_FOUND", "No node that answered knows a client of that name.");
        }
        Map<ConfigKey, Holding> held = new TreeMap<>();
        census.seen().forEach(seen -> seen.sighting().holdings().forEach(holding -> held.put(holding.key(), holding)));
        int all = held.size();
        held.keySet().removeIf(key -> !access.allows(caller, Action.READ, key));
        JsonWriter json = new JsonWriter().object();
        telling.page(json, "clients", census.seen(), new Page("", census.seen().size()), telling::counted);
        write(json, held.values());
        json.name("prefixes").array();
        census.seen().stream()
                .flatMap(seen -> seen.sighting().prefixes().stream())
                .distinct()
                .filter(prefix -> access.allowsNamespace(caller, Action.READ, prefix.namespace()))
                .forEach(prefix -> KnownCodec.prefix(json, prefix));
        Telling.rest(json.endArray().field("hidden", all - held.size()), census);
        return answer(json);
    }

    private void write(JsonWriter json, Collection<Holding> held) {
        json.name("keys").array();
        for (Holding holding : held) {
            Served served = here.served(holding.key());
            ChangeRequest.writeKey(json.object(), holding.key()).field("served", served.version());
            telling.holding(json, holding, served);
            json.endObject();
        }
        json.endArray();
    }

    private static Response answer(JsonWriter json) {
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
