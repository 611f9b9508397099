/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.tls.StoreFile;
import org.diamondconfig.wire.tls.Tls;
import org.diamondconfig.wire.tls.TlsFailure;

/**
 * The one way in which this server calls others: to addresses of the list only, without proxy, without following redirects,
 * each call over within {@link #PATIENCE}, answers up to 64 KiB unless the caller bounds it otherwise, over TLS only with whom the settings trust. Thread-safe;
 * nothing blocks. Tests override it.
 */
@Component
public class Outbound {

    private static final Logger LOG = System.getLogger("diamond.cluster");

    /** The longest a call takes, its connection included. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Bound USUAL = new Bound(PATIENCE, AddressList.MAX_LENGTH);

    private final Scheduler scheduler;
    private final Tls tls;

    /** Null: nothing was called yet. Guarded by this. */
    private HttpClient client;

    /** @throws IllegalArgumentException if a file that the settings name is not usable */
    @Inject
    public Outbound(Scheduler scheduler, Settings settings) {
        this.scheduler = scheduler;
        tls = Tls.of(
                store(settings, Knob.TLS_TRUST_STORE, Knob.TLS_TRUST_STORE_PASSWORD),
                store(settings, Knob.TLS_KEY_STORE, Knob.TLS_KEY_STORE_PASSWORD));
    }

    private static Optional<StoreFile> store(Settings settings, Knob file, Knob password) {
        return StoreFile.of(file.key(), settings.text(file), settings.text(password), "");
    }

    /**
     * What came back.
     *
     * @param text the body, read as UTF-8, up to 64 KiB
     */
    public record Reply(int status, String text) {}

    /** Asks; the future ends in a reply, or in a failure that says what went wrong. */
    public CompletableFuture<Reply> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET(), USUAL);
    }

    /**
     * How long a call may take, and how much may come back.
     *
     * @param bytes of the answer
     */
    public record Bound(Duration patience, int bytes) {}

    /** Tells JSON; the future ends in a reply, or in a failure that says what went wrong. */
    public CompletableFuture<Reply> post(URI uri, Map<String, String> headers, byte[] json) {
        return post(uri, headers, json, USUAL);
    }

    /** The same within these bounds. */
    public CompletableFuture<Reply> post(URI uri, Map<String, String> headers, byte[] json, Bound bound) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        return send(request, bound);
    }

    private CompletableFuture<Reply> send(HttpRequest.Builder request, Bound bound) {
        CompletableFuture<HttpResponse<byte[]>> call;
        try {
            call = client().sendAsync(request.timeout(bound.patience()).build(), answer -> new Capped(bound.bytes()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Reply> reply = call.thenApply(
                answer -> new Reply(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
        // The request's own limit ends with the headers of the answer; this one holds for the body, too.
        return reply.orTimeout(bound.patience().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((answer, failure) -> call.cancel(true))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    private static Throwable explained(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return TlsFailure.sentence(why)
                .<Throwable>map(sentence -> new IOException(sentence, why))
                .orElse(why);
    }

    /** Made at the first call, so that a server of its own has no thread for it. */
    private synchronized HttpClient client() {
        if (client == null) {
            Thread current = Thread.currentThread();
            ClassLoader ours = current.getContextClassLoader();
            current.setContextClassLoader(null); // its thread would keep the application in memory
            try {
                client = tls.applyTo(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(CONNECT)
                        .executor(this::work)
                        .build();
            } finally {
                current.setContextClassLoader(ours);
            }
        }
        return client;
    }

    /**
     * Has done what the client has to do, which never blocks: on its own thread if the container stops and takes no more tasks, so that
     * nobody waits for nothing. A thread that cannot be had must not end that one: it makes all calls that are to come.
     */
    private void work(Runnable work) {
        try {
            scheduler.soon("call to another node", work, work);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "no thread for a call to another node: it ends when its time is over", e);
        }
    }

    /** Lets go of its thread, which ends with the last call under way. */
    synchronized void close() {
        client = null;
    }

    /** Collects a body up to the limit. Confined to one call. */
    private static final class Capped implements BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private Flow.Subscription subscription;

        Capped(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            subscription = granted;
            granted.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > most) {
                    subscription.cancel();
                    whole.completeExceptionally(new IOException("an answer of more than " + most + " bytes"));
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
