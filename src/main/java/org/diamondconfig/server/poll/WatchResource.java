/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.watch.Answer;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.diamondconfig.server.watch.Changes;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.server.watch.PollLimits;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/**
 * Many keys and prefixes watched by one request: what differs from the client's probe is answered at once, else when something does, else
 * that nothing did in time. Mostly {@link HotPoll} answers before JAX-RS comes here, by {@link #hold}. Thread-safe.
 */
@Component
@Path("/watch")
public class WatchResource {

    private static final Set<String> KNOWN = Set.of("wait");
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", MediaType.APPLICATION_JSON, "Cache-Control", "no-store");

    private final HeldPolls polls;
    private final PollLimits limits;
    private final Rendering json;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public WatchResource() {
        this(null, null);
    }

    @Inject
    public WatchResource(HeldPolls polls, PollLimits limits) {
        this.polls = polls;
        this.limits = limits;
        this.json = new Json(polls);
    }

    /** Holds the poll for at most {@code wait}, which is cut to the longest hold. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public void watch(@Context HttpServletRequest request, InputStream body, @Suspended AsyncResponse response) {
        hold(request, body, rendering -> Answer.of(response, rendering));
    }

    /**
     * Reads what is asked, and holds it.
     *
     * @param back the way back to the client, made once nothing but the polls can refuse the request
     */
    void hold(HttpServletRequest request, InputStream body, Function<Rendering, Answer> back) {
        Query query = Query.of(request, KNOWN);
        Probe probe = Body.of(request, body).bytes(Probe.MAX_BYTES, WatchResource::probe);
        polls.hold(new Ask(
                Door.caller(request),
                Door.client(request),
                probe,
                limits.hold(query.duration("wait", limits.longestHold())),
                back.apply(json),
                Door.standing(request)));
    }

    private static Probe probe(byte[] body) {
        Probe probe;
        try {
            probe = WatchCodec.decodeProbe(body);
        } catch (Probe.TooManyItems e) {
            throw new TooLarge("TOO_MANY_ITEMS", e.getMessage());
        }
        if (probe.items().isEmpty() && probe.branches().isEmpty()) {
            throw new BadRequest("INVALID_BODY", "items: name at least one key, or a prefix");
        }
        return probe;
    }

    private record Json(HeldPolls polls) implements Rendering {

        @Override
        public Reply changed(Changes changes) {
            return new Reply(200, HEADERS, changes.json());
        }

        @Override
        public Reply unchanged() {
            return new Reply(200, HEADERS, WatchCodec.encodeAnswer(new WatchAnswer(polls.epoch(), List.of())));
        }
    }
}
