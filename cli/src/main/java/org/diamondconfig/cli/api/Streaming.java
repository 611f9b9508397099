/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.tls.TlsFailure;

/**
 * Calls whose bodies have any size: a file goes out as it is read, the answer comes in piece by piece, and neither is held. A server that
 * cannot be reached, or cannot do it now, is followed by the next; with a file, only if it is known to have done nothing. Confined to one
 * thread.
 */
final class Streaming {

    private static final int HTTP_OK = 200;
    private static final int LARGEST_REFUSAL = 64 << 10;

    /** The longest silence, in times of a call: a server looks at all of a zip before it answers. */
    private static final int TIMES = 30;

    private static final long LOOK_MILLIS = 100;

    private final ClientSettings settings;
    private final HttpClient http;
    private final Duration silence;

    Streaming(ClientSettings settings) {
        this.settings = settings;
        this.silence = settings.tuning().times().call().multipliedBy(TIMES);
        this.http = settings.tls()
                .applyTo(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.duration(Setting.CONNECT_TIMEOUT))
                .build();
    }

    /**
     * What is asked.
     *
     * @param target path and query
     * @param file the body; empty: there is none
     */
    record Wish(String method, String target, Map<String, String> headers, Optional<Path> file) {

        /** For people: method and path. */
        String request() {
            return method + ' ' + target.split("\\?", 2)[0];
        }
    }

    /**
     * Hands over the body of the answer.
     *
     * @param look called again and again while it comes; what it throws ends the call
     */
    void send(Wish wish, Runnable look, Consumer<ByteBuffer> each) {
        Refused why = null;
        for (URI server : settings.tuning().servers()) {
            try {
                once(server, wish, look, each);
                return;
            } catch (NotTaken e) {
                why = why == null ? e.refused : why;
            }
        }
        throw why == null ? new Refused(Exit.UNREACHABLE, "no server is known") : why;
    }

    /** A server did nothing of what it was asked, and another one may. */
    private static final class NotTaken extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Refused refused;

        NotTaken(Refused refused) {
            this.refused = refused;
        }
    }

    private void once(URI server, Wish wish, Runnable look, Consumer<ByteBuffer> each) throws NotTaken {
        Pieces pieces = new Pieces();
        Counted body = new Counted(body(wish));
        CompletableFuture<HttpResponse<Pieces>> coming = http.sendAsync(request(server, wish, body), head -> pieces);
        try {
            HttpResponse<Pieces> head = head(coming, body, look);
            if (head.statusCode() != HTTP_OK) {
                refuse(wish, head, pieces);
            }
            Patience patience = new Patience();
            while (pieces.next(each, LOOK_MILLIS)) {
                look.run();
                patience.require(pieces.count());
            }
        } catch (ExecutionException e) {
            Refused failed = failed(server, body, e.getCause());
            if (Unrepeated.isUnreached(e.getCause())) {
                throw new NotTaken(failed);
            }
            throw failed;
        } catch (IOException e) {
            throw failed(server, body, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Exit.INTERRUPTED, "interrupted");
        } finally {
            coming.cancel(true);
            pieces.cancel();
        }
    }

    private static BodyPublisher body(Wish wish) {
        try {
            return wish.file.isPresent() ? BodyPublishers.ofFile(wish.file.get()) : BodyPublishers.noBody();
        } catch (IOException e) {
            throw new Refused(Exit.FAILED, wish.file.get() + ": cannot be read: " + e.getMessage());
        }
    }

    private HttpRequest request(URI server, Wish wish, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + wish.target));
        wish.headers.forEach(request::setHeader);
        settings.tuning().credential().header().ifPresent(token -> request.setHeader("Authorization", token));
        return request.method(wish.method, body).build();
    }

    /** The head of the answer, however long its body is being sent. */
    private HttpResponse<Pieces> head(CompletableFuture<HttpResponse<Pieces>> coming, Counted body, Runnable look)
            throws IOException, ExecutionException, InterruptedException {
        Patience patience = new Patience();
        while (true) {
            look.run();
            try {
                return coming.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                patience.require(body.count());
            }
        }
    }

    /** With the server's problem; by another one, if it is this server's own trouble, and nothing can be done twice. */
    private void refuse(Wish wish, HttpResponse<Pieces> head, Pieces pieces)
            throws NotTaken, IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Patience patience = new Patience();
        while (body.size() < LARGEST_REFUSAL && pieces.next(piece -> keep(piece, body), LOOK_MILLIS)) {
            patience.require(pieces.count());
        }
        Map<String, String> headers = new HashMap<>();
        head.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        try {
            new Answer(wish.request(), new Reply(head.statusCode(), headers, body.toByteArray())).required();
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: HTTP " + head.statusCode());
        } catch (Refused e) {
            if (e.exit() != Exit.UNREACHABLE) {
                throw e;
            }
            if (wish.file.isPresent() && Unrepeated.isOpen(e.problem().getOrDefault("code", ""))) {
                throw e.open();
            }
            throw new NotTaken(e);
        }
    }

    private static void keep(ByteBuffer piece, ByteArrayOutputStream body) {
        byte[] bytes = new byte[Math.min(piece.remaining(), LARGEST_REFUSAL - body.size())];
        piece.get(bytes);
        body.writeBytes(bytes);
    }

    private static Refused failed(URI server, Counted body, Throwable cause) {
        String message = cause.getMessage();
        String why = TlsFailure.sentence(cause)
                .orElseGet(() -> cause.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        boolean all = body.count() >= body.contentLength();
        String sent = all
                ? ""
                : "; " + body.count() + " of " + body.contentLength() + " bytes were sent, more than it takes perhaps";
        Refused refused = new Refused(Exit.UNREACHABLE, "no server answers: " + server + ": " + why + sent);
        return all && body.contentLength() > 0 ? refused.open() : refused;
    }

    /** A wait that ends when nothing has moved for too long. Confined to one thread. */
    private final class Patience {

        private long seen = -1;
        private long since;

        void require(long moved) throws IOException {
            long now = System.nanoTime();
            if (moved != seen) {
                seen = moved;
                since = now;
            } else if (now - since > silence.toNanos()) {
                throw new IOException("nothing came for " + silence.toSeconds() + " s");
            }
        }
    }
}
