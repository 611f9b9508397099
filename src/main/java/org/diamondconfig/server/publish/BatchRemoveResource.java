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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Configs.BatchResult;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.publish.Removal.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * Many configurations, removed by one request, each at the version that somebody has seen and with a word on it. Thread-safe. It is
 * looked at all of them first; a dry run ends there.
 */
@Component
@Path("/configs/remove")
public class BatchRemoveResource {

    private static final int MAX_ITEMS = 500;
    private static final int MAX_BODY = 512 << 10;
    private static final int MAX_COMMENT = 512;

    private final Configs configs;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public BatchRemoveResource() {
        this(null, null);
    }

    @Inject
    public BatchRemoveResource(Configs configs, Access access) {
        this.configs = configs;
        this.access = access;
    }

    /** A key, at the version at which it is to go. */
    private record Seen(ConfigKey key, long version) {}

    private record Wish(List<Seen> keys, boolean dryRun, String comment) {

        static Wish read(JsonObject json) {
            List<JsonObject> keys = json.objects("keys");
            if (keys.size() > MAX_ITEMS) {
                throw new TooLarge("TOO_MANY_ITEMS", "keys: at most " + MAX_ITEMS);
            }
            String comment = json.optionalString("comment").orElse("");
            if (comment.length() > MAX_COMMENT) {
                throw new IllegalArgumentException("comment: at most " + MAX_COMMENT + " characters");
            }
            return new Wish(keys.stream().map(Wish::seen).toList(), json.flag("dryRun", false), comment);
        }

        private static Seen seen(JsonObject json) {
            return new Seen(ChangeRequest.readKey(json), json.number("version"));
        }
    }

    /** Removes each key that stands at its version; one that does not holds up no other. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response removeAll(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        Wish wish = Body.of(request, body).json(MAX_BODY, Wish::read);
        access.checkSome(caller, Action.REMOVE, Optional.empty());
        List<Removal> removals = look(caller, wish.keys);
        List<Removal> done = wish.dryRun ? removals : remove(caller, removals, wish.comment);
        return Response.ok(json(wish.dryRun, done), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** At all of them at once, and at no content. */
    private List<Removal> look(Caller caller, List<Seen> keys) {
        Set<ConfigKey> admitted = new LinkedHashSet<>();
        keys.stream()
                .map(Seen::key)
                .distinct()
                .filter(key -> access.admits(caller, Action.REMOVE, key))
                .forEach(admitted::add);
        Map<ConfigKey, Search.Hit> there = admitted.isEmpty()
                ? Map.of()
                : configs.hits(List.copyOf(admitted)).stream().collect(Collectors.toMap(Search.Hit::key, hit -> hit));
        Set<ConfigKey> named = new HashSet<>();
        return keys.stream()
                .map(seen -> {
                    if (!named.add(seen.key)) {
                        return Removal.refused(seen.key, "DUPLICATE_KEY", "An item before names the same key.");
                    }
                    return admitted.contains(seen.key)
                            ? judge(seen, Optional.ofNullable(there.get(seen.key)))
                            : Removal.refused(
                                    seen.key, "FORBIDDEN", "You may not do this to a configuration of that name.");
                })
                .toList();
    }

    private static Removal judge(Seen seen, Optional<Search.Hit> standing) {
        if (standing.isEmpty()) {
            return Removal.absent(seen.key);
        }
        Search.Hit now = standing.get();
        if (now.merged()) {
            return Removal.refused(seen.key, "KIND_MISMATCH", "It is merged from datums; remove those instead.");
        }
        return now.version() == seen.version
                ? Removal.of(seen.key, new Precondition.VersionIs(now.epoch().generation(), seen.version))
                : Removal.changedMeanwhile(seen.key);
    }

    private List<Removal> remove(Caller caller, List<Removal> removals, String comment) {
        Map<ConfigKey, Precondition> wanted = new LinkedHashMap<>();
        removals.forEach(removal -> removal.condition().ifPresent(condition -> wanted.put(removal.key(), condition)));
        Map<ConfigKey, BatchResult> results = new LinkedHashMap<>();
        configs.removeAll(caller, wanted, comment).forEach(result -> results.put(result.key(), result));
        return removals.stream()
                .map(removal ->
                        removal.condition().isPresent() ? settled(removal, results.get(removal.key())) : removal)
                .toList();
    }

    private static Removal settled(Removal removal, BatchResult result) {
        if (result.published().isPresent()) {
            return removal.at(result.published().get().version());
        }
        ProblemException problem = result.problem().orElseThrow();
        return problem instanceof PreconditionFailed
                ? Removal.changedMeanwhile(removal.key())
                : Removal.refused(removal.key(), problem.code(), problem.getMessage());
    }

    private static byte[] json(boolean dryRun, List<Removal> removals) {
        JsonWriter json =
                new JsonWriter().object().field("dryRun", dryRun).name("items").array();
        removals.forEach(removal -> removal.write(json));
        json.endArray();
        for (Outcome outcome : Outcome.values()) {
            json.field(
                    outcome.wireName(),
                    removals.stream()
                            .filter(removal -> removal.outcome() == outcome)
                            .count());
        }
        return json.endObject().toUtf8();
    }
}
