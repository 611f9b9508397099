/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.rate.Intake;

/** Signs what this node says to others, and believes what others say only if the cluster's key has signed it. Thread-safe. */
@Component
public final class PeerSeal {

    /** Anybody may begin a message, since its signature is known at its end: few that have not come whole may hold threads. */
    private static final int MOST_READ = 8;

    private static final int MOST_READ_OF_ONE = 4;

    private final Cluster cluster;
    private final Intake messages;

    @Inject
    PeerSeal(Cluster cluster, Ticker ticker) {
        this.cluster = cluster;
        messages = new Intake(
                MOST_READ,
                MOST_READ_OF_ONE,
                ticker,
                () -> new TooMany("PEER_BUSY", "Too many messages are on their way to this node. Try again.", 1));
    }

    /**
     * What a node said.
     *
     * @param from its id
     */
    public record Message<T>(String from, T content) {}

    /**
     * The headers of a message to this node.
     *
     * @throws IllegalStateException if the cluster's key has not been read yet
     */
    public Map<String, String> headers(Member to, Purpose purpose, byte[] body) {
        byte[] key = cluster.signingKey()
                .orElseThrow(
                        () -> new IllegalStateException("the cluster's key has not been read from the database yet"));
        Envelope envelope = new Envelope(
                cluster.clusterId().orElseThrow(),
                cluster.nodeId(),
                to.nodeId().isEmpty() ? Envelope.ANYBODY : to.nodeId());
        return Map.of(Envelope.HEADER, envelope.header(key, purpose, body));
    }

    /**
     * What came to this node, if a node of its cluster sent it.
     *
     * @param maxBytes the longest that may come
     * @param reader of the body, and of its signature in the one form that it has
     * @throws Forbidden NOT_SIGNED, FOREIGN_CLUSTER, WRONG_RECEIVER or BAD_SIGNATURE
     * @throws TooMany PEER_BUSY if too many are on their way
     * @throws Unavailable KEY_UNKNOWN until this node has reached the database
     */
    <T> Message<T> open(
            HttpServletRequest request,
            InputStream body,
            Purpose purpose,
            int maxBytes,
            BiFunction<byte[], String, T> reader) {
        Envelope.Signed signed = addressed(request);
        Body sent = Body.of(request, body);
        Supplier<Message<T>> opening = () -> sent.bytes(maxBytes, bytes -> {
            requireGenuine(signed, purpose, bytes);
            return new Message<>(signed.envelope().from(), reader.apply(bytes, signed.signature()));
        });
        return sent.hasCome(maxBytes) ? opening.get() : messages.read(request.getRemoteAddr(), opening);
    }

    /** A message that says it is for this node; the body need not be read to refuse any other. */
    private Envelope.Signed addressed(HttpServletRequest request) {
        Envelope.Signed signed = Envelope.parse(request.getHeader(Envelope.HEADER))
                .orElseThrow(() -> new Forbidden(
                        "NOT_SIGNED", "Only nodes of the cluster may say anything here, in signed messages."));
        Envelope envelope = signed.envelope();
        requireCluster(envelope.cluster());
        if (!envelope.to().equals(Envelope.ANYBODY) && !envelope.to().equals(cluster.nodeId())) {
            throw new Forbidden("WRONG_RECEIVER", "Another node lives here than the one this is meant for.");
        }
        return signed;
    }

    /**
     * Refuses what is of another store than this node's.
     *
     * @throws Forbidden FOREIGN_CLUSTER
     */
    public void requireCluster(String told) {
        String ours = cluster.clusterId().orElseThrow(PeerSeal::notYet);
        if (!told.equals(ours)) {
            throw new Forbidden("FOREIGN_CLUSTER", "This node belongs to another cluster: its store is another one.");
        }
    }

    private void requireGenuine(Envelope.Signed signed, Purpose purpose, byte[] body) {
        byte[] key = cluster.signingKey().orElseThrow(PeerSeal::notYet);
        if (!signed.isGenuine(key, purpose, body)) {
            throw new Forbidden("BAD_SIGNATURE", "The signature is not one of this cluster's key over this message.");
        }
    }

    private static Unavailable notYet() {
        return new Unavailable("KEY_UNKNOWN", "This node has not reached the database yet.", 1);
    }
}
