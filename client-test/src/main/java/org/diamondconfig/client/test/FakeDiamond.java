/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Diamond in the test's own process, as a JUnit extension: the native API on a free port of the loopback, held polls
 * included, with values in memory. Thread-safe.
 *
 * <pre>{@code
 * @RegisterExtension
 * final FakeDiamond diamond = new FakeDiamond();
 *
 * diamond.publish(ConfigKey.of("shop", "prices.yaml"), "tea: 3");
 * DiamondClient client = DiamondClient.builder().servers(diamond.uri().toString()).build();
 * }</pre>
 *
 * <p>What a test queues with {@link #enqueue}, {@link #hang} and {@link #dropConnection} befalls the next requests that
 * arrive, one each, whatever they ask for; a poll that is held already is not touched.
 */
public final class FakeDiamond implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

    /** The context path, as a real server has it. */
    public static final String CONTEXT = "/diamond-server";

    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** What befalls one request instead of an answer. */
    private interface Fate {

        void befall(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final FakeStore store = new FakeStore();
    private final FakeDatums datums = new FakeDatums(store);
    private final Queue<Fate> fates = new ConcurrentLinkedQueue<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;
    private volatile boolean down;

    @Override
    public void beforeEach(ExtensionContext context) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    /** Starts it, for tests without the extension. */
    public FakeDiamond start() {
        // The JDK's server writes head and body of an answer one by one, and without this the second waits for the
        // client's system
        // to acknowledge the first: 40 ms. It is read once a JVM, before its first server.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-diamond");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return this;
    }

    /** The base URI, as it is given to a client. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + CONTEXT);
    }

    /** Publishes; answers the version. */
    public long publish(ConfigKey key, String content) {
        return store.write(key, content, Optional.empty(), OptionalLong.empty())
                .orElseThrow()
                .version();
    }

    /** Publishes one datum of a key that is merged of them, at once; answers the datum's version. */
    public long publishDatum(ConfigKey key, String datumId, String content) {
        return datums.put(key, datumId, content);
    }

    /** Removes; answers the version of the tombstone. */
    public long remove(ConfigKey key) {
        return store.write(key, null, Optional.empty(), OptionalLong.empty())
                .orElseThrow()
                .version();
    }

    /** Answers the next request with this status and an empty body; {@code Retry-After: 1} goes with 429 and 503. */
    public void enqueue(int status) {
        fates.add(exchange -> {
            if (status == 429 || status == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(status, -1);
        });
    }

    /** Answers the next request with this text instead, as a proxy would. */
    public void enqueue(int status, String body) {
        fates.add(exchange -> FakeApi.send(exchange, status, body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Never answers the next request. */
    public void hang() {
        fates.add(exchange -> closed.await());
    }

    /** Cuts the connection of the next request. */
    public void dropConnection() {
        fates.add(HttpExchange::close);
    }

    /** Cuts all connections, held polls included, and every new one, until {@link #up}. */
    public void down() {
        down = true;
        open.forEach(HttpExchange::close);
        store.close();
    }

    /** Ends {@link #down}; values are as they were. */
    public void up() {
        store.open();
        down = false;
    }

    /** Becomes another store, empty. */
    public void becomeStore(Epoch epoch) {
        datums.clear();
        store.become(epoch);
    }

    /** What has arrived so far, oldest first. */
    public List<Received> requests() {
        return new ArrayList<>(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        open.add(exchange);
        try {
            Received received = FakeApi.receive(exchange);
            requests.add(received);
            Fate fate = down ? HttpExchange::close : fates.poll();
            if (fate != null) {
                fate.befall(exchange);
            } else {
                new FakeApi(store, datums, uri()).answer(exchange, received);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(exchange);
            exchange.close();
        }
    }

    /** Stops it and ends its threads. */
    @Override
    public void close() {
        closed.countDown();
        store.close();
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
