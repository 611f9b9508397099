/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** A server of many configurations, which are found page by page and read in batches; a test says what befalls which. Thread-safe. */
final class PagedDiamond implements AutoCloseable {

    static final int PAGE = 500;

    private final int count;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, IntSupplier> fates = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    PagedDiamond(int count) {
        this.count = count;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/diamond-server/api/v1/configs", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    static String dataId(int number) {
        return "key-" + (10_000 + number);
    }

    static String content(int number) {
        return "content " + number;
    }

    /** Answers a request with this status: {@code search 2} is the second page, {@code read 2} the second batch. */
    void befalls(String request, IntSupplier status) {
        fates.put(request, status);
    }

    /** Nothing befalls a request any more, and batches are counted from the first again. */
    void recover() {
        fates.clear();
        reads.set(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            boolean search = exchange.getRequestMethod().equals("GET");
            int first = query == null || !query.contains("cursor=") ? 0 : number(query.replaceAll(".*cursor=", ""));
            byte[] asked = exchange.getRequestBody().readAllBytes();
            String request = search ? "search " + (1 + first / PAGE) : "read " + reads.incrementAndGet();
            int status = fates.getOrDefault(request, () -> 200).getAsInt();
            byte[] body = (status != 200 ? refusal(status) : search ? page(first) : batch(asked))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static JsonWriter refusal(int status) {
        return new JsonWriter()
                .object()
                .field("status", status)
                .field("code", "FORBIDDEN")
                .field("detail", "Not this.")
                .endObject();
    }

    private JsonWriter page(int first) {
        int end = Math.min(first + PAGE, count);
        JsonWriter json = new JsonWriter().object().name("configs").array();
        for (int i = first; i < end; i++) {
            key(json.object(), i).field("type", "text").endObject();
        }
        json.endArray();
        return (end < count ? json.field("next", Integer.toString(end)) : json).endObject();
    }

    private static JsonWriter batch(byte[] asked) {
        JsonWriter json = new JsonWriter().object().name("configs").array();
        Json.parseObject(asked).objects("keys").forEach(key -> {
            int number = number(key.string("dataId").substring("key-".length())) - 10_000;
            key(json.object(), number)
                    .field("status", 200)
                    .field("md5", Md5.hex(content(number)))
                    .field("content", content(number))
                    .endObject();
        });
        return json.endArray().endObject();
    }

    private static JsonWriter key(JsonWriter json, int number) {
        return json.field("namespace", "dev").field("group", "g").field("dataId", dataId(number));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
