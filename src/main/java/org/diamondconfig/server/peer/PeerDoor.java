/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * Where messages of other nodes come in: opened only if a node of this cluster signed them, and each refusal told to the trail.
 * Thread-safe. Whoever asks there has decided about rights; a question that was overheard is of no use to anybody.
 */
@Component
public final class PeerDoor {

    /** Longest question: names, and little else. */
    private static final int MAX_QUESTION = 8 * 1024;

    private static final Set<String> NO_PARAMETERS = Set.of();

    private final PeerSeal seal;
    private final AuditQueue refusals;
    private final Access access;
    private final Heard heard;

    @Inject
    PeerDoor(PeerSeal seal, AuditQueue refusals, Access access, Heard heard) {
        this.seal = seal;
        this.refusals = refusals;
        this.access = access;
        this.heard = heard;
    }

    /**
     * What another node tells.
     *
     * @param maxBytes the longest that may come
     * @throws Forbidden NOT_SIGNED, FOREIGN_CLUSTER, WRONG_RECEIVER or BAD_SIGNATURE
     * @throws Unavailable KEY_UNKNOWN until this node has reached the database
     */
    public <T> PeerSeal.Message<T> open(
            HttpServletRequest request, InputStream body, Purpose purpose, int maxBytes, Function<byte[], T> reader) {
        return telling(
                request,
                purpose,
                () -> seal.open(request, body, purpose, maxBytes, (bytes, signature) -> reader.apply(bytes)));
    }

    /**
     * Answers what another node asks.
     *
     * @throws Forbidden as {@link #open}, or ASKED_LONG_AGO or ASKED_BEFORE
     * @throws Unavailable as {@link #open}
     */
    public <T> Response answer(
            HttpServletRequest request,
            InputStream body,
            Purpose purpose,
            Function<JsonObject, T> reader,
            Function<T, byte[]> answer) {
        return telling(request, purpose, () -> {
            T question = seal.open(request, body, purpose, MAX_QUESTION, (bytes, signature) -> {
                        JsonObject json = Json.parseObject(bytes);
                        heard.requireNew(json.number(PeerRound.ASKED_AT), signature);
                        return reader.apply(json);
                    })
                    .content();
            return Response.ok(answer.apply(question), MediaType.APPLICATION_JSON)
                    .header("Cache-Control", "no-store")
                    .build();
        });
    }

    private <T> T telling(HttpServletRequest request, Purpose purpose, Supplier<T> act) {
        Query.of(request, NO_PARAMETERS);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.NOTIFY);
        return refusals.tellingRefusal(Entry.of(caller, purpose.verb(), Entry.Target.SERVER), act);
    }
}
