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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.audience.Telling.Page;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Sighting.State;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** Who holds a key, at all nodes, and how each stands to what is served. Thread-safe. */
@Component
@Path("/subscribers")
public class SubscribersResource {

    private static final Set<String> PARAMETERS = Query.keyAnd("state", "cursor", "limit");

    private final Everywhere everywhere;
    private final Subscribers here;
    private final Telling telling;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public SubscribersResource() {
        this(null, null, null, null);
    }

    @Inject
    SubscribersResource(Everywhere everywhere, Subscribers here, Telling telling, Access access) {
        this.everywhere = everywhere;
        this.here = here;
        this.telling = telling;
        this.access = access;
    }

    /** One page of them, and how many there are in which state. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        Optional<State> wanted = query.choice("state", State.class);
        Page page = Page.of(query);
        Census census = everywhere.ask(Question.holders(key, 0)).join();
        Served served = here.served(key);
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .field("version", served.version())
                .field("md5", served.md5())
                .field("clients", census.seen().size());
        states(json, census.seen(), served);
        List<Seen> among = census.seen().stream()
                .filter(seen -> wanted.isEmpty() || holding(seen).state(served) == wanted.get())
                .toList();
        telling.page(json, "subscribers", among, page, (row, seen) -> {
            telling.client(row, seen);
            telling.holding(row, holding(seen), served);
        });
        Telling.rest(json, census);
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Who holds a key is seen with it alone. */
    private static Holding holding(Seen seen) {
        return seen.sighting().holdings().get(0);
    }

    private static void states(JsonWriter json, List<Seen> all, Served served) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        all.forEach(seen -> counts.merge(holding(seen).state(served), 1, Integer::sum));
        json.name("states").object();
        for (State state : State.values()) {
            json.field(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0));
        }
        json.endObject();
    }
}
