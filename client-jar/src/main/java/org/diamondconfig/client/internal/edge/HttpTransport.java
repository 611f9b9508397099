/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.diamondconfig.wire.tls.Tls;
import org.diamondconfig.wire.tls.TlsFailure;

/**
 * HTTP by the JDK's own client. Thread-safe.
 *
 * <p>On JDK 17 an HttpClient cannot be closed: its selector thread ends, within 3 s, once nothing refers to the client any
 * more. So {@link #close} drops the only reference there is, nobody else is ever handed one, and the selector thread is
 * created with the class loader of this class, so that it never holds an application's. From JDK 21 on it is closed at once.
 */
public final class HttpTransport implements Transport {

    private static final int HTTP_THREADS = 2;

    private final ThreadPoolExecutor threads;
    private final int maxBody;
    private final Set<Pending> underWay = ConcurrentHashMap.newKeySet();
    private volatile HttpClient client;

    /**
     * Starts no thread but the selector of the JDK's client.
     *
     * @param connectTimeout for the connection alone
     * @param maxBody the largest body taken, in bytes
     * @param tls how https is spoken
     */
    public HttpTransport(Duration connectTimeout, int maxBody, Tls tls) {
        this.maxBody = maxBody;
        this.threads = new ThreadPoolExecutor(
                HTTP_THREADS,
                HTTP_THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                SystemTiming.daemons("diamond-http"),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        this.client = create(connectTimeout, tls);
    }

    private HttpClient create(Duration connectTimeout, Tls tls) {
        Thread current = Thread.currentThread();
        ClassLoader callers = current.getContextClassLoader();
        current.setContextClassLoader(HttpTransport.class.getClassLoader());
        try {
            return tls.applyTo(HttpClient.newBuilder())
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectTimeout)
                    .executor(threads)
                    .build();
        } finally {
            current.setContextClassLoader(callers);
        }
    }

    @Override
    public Exchange start(Call call) {
        HttpClient http = client;
        if (http == null) {
            return new Pending(CompletableFuture.failedFuture(new IOException("the client is closed")), call);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(call.timeout());
        call.headers().forEach(request::header);
        request.method(
                call.method(),
                call.body().length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        Pending pending = new Pending(http.sendAsync(request.build(), response -> new LimitedBody(maxBody)), call);
        underWay.add(pending);
        if (client == null) {
            pending.cancel(); // closed meanwhile, perhaps before it was noted
        }
        return pending;
    }

    @Override
    public void close() {
        HttpClient http = client;
        client = null;
        underWay.forEach(Pending::cancel); // first: an exchange that is not ended keeps the selector
        if ((Object) http instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
        threads.shutdownNow();
        SystemTiming.awaitEnd(threads);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            System.getLogger(HttpTransport.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing HTTP: {0}", e.toString());
        }
    }

    /** An exchange of the JDK's client, under way until somebody has waited for its end. */
    private final class Pending implements Exchange {

        private final CompletableFuture<HttpResponse<byte[]>> future;
        private final Call call;

        Pending(CompletableFuture<HttpResponse<byte[]>> future, Call call) {
            this.future = future;
            this.call = call;
        }

        @Override
        public Reply await() throws IOException, InterruptedException {
            try {
                HttpResponse<byte[]> response = future.get(call.timeout().toMillis() + 500, TimeUnit.MILLISECONDS);
                return new Reply(response.statusCode(), firstValues(response), response.body());
            } catch (InterruptedException e) {
                cancel();
                throw e;
            } catch (TimeoutException e) {
                cancel();
                throw new IOException("no answer within " + call.timeout().toMillis() + " ms", e);
            } catch (CancellationException e) {
                throw new IOException("cancelled", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TooLarge large) {
                    throw large;
                }
                throw new IOException(described(e.getCause()), e.getCause());
            } finally {
                underWay.remove(this);
            }
        }

        @Override
        public void cancel() {
            future.cancel(true);
        }

        private static String described(Throwable cause) {
            String message = cause.getMessage();
            return TlsFailure.sentence(cause)
                    .orElseGet(() -> cause.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        }

        private static Map<String, String> firstValues(HttpResponse<?> response) {
            Map<String, String> first = new HashMap<>();
            response.headers().map().forEach((name, values) -> first.put(name, values.get(0)));
            return Map.copyOf(first);
        }
    }

    /** Collects a body up to a limit. Confined to the exchange. */
    private static final class LimitedBody implements BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private Flow.Subscription subscription;

        LimitedBody(int limit) {
            this.limit = limit;
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
                if (bytes.size() + buffer.remaining() > limit) {
                    subscription.cancel();
                    whole.completeExceptionally(new TooLarge(limit));
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
