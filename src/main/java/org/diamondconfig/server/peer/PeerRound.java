/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import jakarta.inject.Inject;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Outbound;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.wire.JsonWriter;

/** Asks this node and all others that live the same, at once. Thread-safe. It always answers, within {@link #PATIENCE}. */
@Component
public final class PeerRound {

    /** The longest that another node is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The field that says when a question was asked, by the clock of who asks. */
    static final String ASKED_AT = "at";

    /** The field that makes each question, and so its signature, another one than all before. */
    private static final String NONCE = "nonce";

    /** For each purpose: each may look through all that a node knows, and a node that hangs keeps a thread for a second. */
    private static final int MOST_AT_ONCE = 8;

    private static final int OK = 200;

    private final Cluster cluster;
    private final PeerSeal seal;
    private final Outbound outbound;
    private final InstantSource clock;
    private final Map<Purpose, Turns> turns = new EnumMap<>(Purpose.class);

    @Inject
    PeerRound(Cluster cluster, PeerSeal seal, Outbound outbound, InstantSource clock) {
        this.cluster = cluster;
        this.seal = seal;
        this.outbound = outbound;
        this.clock = clock;
        for (Purpose purpose : Purpose.values()) {
            turns.put(
                    purpose,
                    new Turns(
                            MOST_AT_ONCE, () -> new TooMany("ASK_BUSY", "Others are asking all nodes. Try again.", 1)));
        }
    }

    /**
     * What is asked.
     *
     * @param question writes its fields
     * @param maxAnswer most bytes of an answer
     * @param reader of answers; refuses what has another form with {@link IllegalArgumentException}
     */
    public record Inquiry<T>(
            Purpose purpose, Consumer<JsonWriter> question, int maxAnswer, Function<byte[], T> reader) {}

    /**
     * What came of it.
     *
     * @param own what this node says
     * @param others in the order of their addresses
     */
    public record Round<T>(T own, List<Said<T>> others) {}

    /**
     * What another node said.
     *
     * @param answer empty if it did not
     * @param trouble why it did not; {@code ""} if it did
     * @param received when, by this node's clock: the moment from which its ages count
     */
    public record Said<T>(Member node, Optional<T> answer, String trouble, Instant received) {

        /** Where the node is reached. */
        public String address() {
            return node.address().toString();
        }

        /** Writes those of them that did not answer, each with why. */
        public static JsonWriter missing(JsonWriter json, List<? extends Said<?>> all) {
            json.name("missing").array();
            all.stream()
                    .filter(said -> said.answer().isEmpty())
                    .forEach(said -> json.object()
                            .field("node", said.address())
                            .field("reason", said.trouble())
                            .endObject());
            return json.endArray();
        }
    }

    /**
     * The future fails only if this node's own answer does.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    public <T> CompletableFuture<Round<T>> ask(Inquiry<T> inquiry, Supplier<T> own) {
        return turns.get(inquiry.purpose).during(() -> all(inquiry, own));
    }

    private <T> CompletableFuture<Round<T>> all(Inquiry<T> inquiry, Supplier<T> own) {
        List<CompletableFuture<Said<T>>> asked =
                cluster.others().stream().map(peer -> ask(peer, inquiry)).toList();
        T here = own.get();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> new Round<>(
                        here, asked.stream().map(CompletableFuture::join).toList()));
    }

    private <T> CompletableFuture<Said<T>> ask(Member peer, Inquiry<T> inquiry) {
        return post(peer, inquiry)
                .thenApply(reply -> said(peer, inquiry, reply))
                .exceptionally(failure -> silent(peer, sentence(failure)));
    }

    private CompletableFuture<Outbound.Reply> post(Member peer, Inquiry<?> inquiry) {
        try {
            JsonWriter json = new JsonWriter()
                    .object()
                    .field(ASKED_AT, clock.millis())
                    .field(NONCE, UUID.randomUUID().toString());
            inquiry.question.accept(json);
            byte[] body = json.endObject().toUtf8();
            Map<String, String> headers = seal.headers(peer, inquiry.purpose, body);
            Outbound.Bound bound = new Outbound.Bound(PATIENCE, inquiry.maxAnswer);
            return outbound.post(inquiry.purpose.at(peer), headers, body, bound);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> Said<T> said(Member peer, Inquiry<T> inquiry, Outbound.Reply reply) {
        if (reply.status() != OK) {
            return silent(peer, "it answered " + reply.status());
        }
        T answer = inquiry.reader.apply(reply.text().getBytes(StandardCharsets.UTF_8));
        return new Said<>(peer, Optional.of(answer), "", clock.instant());
    }

    private <T> Said<T> silent(Member peer, String trouble) {
        return new Said<>(peer, Optional.empty(), trouble, clock.instant());
    }

    private static String sentence(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof TimeoutException || why instanceof HttpTimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
