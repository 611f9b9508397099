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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** A server of many configurations, which are found page by page with their contents; a test says what befalls which. Thread-safe. */
final class PagedDiamond implements AutoCloseable {

    static final int PAGE = 500;

    private final int count;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, IntSupplier> fates = new ConcurrentHashMap<>();
    private final Set<Integer> bare = ConcurrentHashMap.newKeySet();

    PagedDiamond(int count) {
        this.count = count;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/diamond-server/api/v1/config", this::answer);
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

    /** Answers a request with this status: {@code search 2} is the second page, {@code read key-10007} the key alone. */
    void befalls(String request, IntSupplier status) {
        fates.put(request, status);
    }

    /** A page has no content of this one. */
    void isBare(int number) {
        bare.add(number);
    }

    /** Nothing befalls a request any more. */
    void recover() {
        fates.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = exchange.getRequestURI().getQuery();
            boolean search = path.endsWith("/configs");
            int first = query.contains("cursor=") ? number(query.replaceAll(".*cursor=", "")) : 0;
            String name = query.replaceAll(".*dataId=([^&]*).*", "$1");
            int status = fates.getOrDefault(search ? "search " + (1 + first / PAGE) : "read " + name, () -> 200)
                    .getAsInt();
            String body = status != 200
                    ? refusal(status).toString()
                    : search
                            ? page(first, query.contains("contents=true")).toString()
                            : content(number(name.substring(4)) - 10_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", status != 200 || search ? "application/json" : "text/plain");
            exchange.getResponseHeaders().set("Diamond-Epoch", "1-0123456789abcdef");
            exchange.getResponseHeaders().set("Diamond-Md5", Md5.hex(bytes));
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
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

    private JsonWriter page(int first, boolean contents) {
        int end = Math.min(first + PAGE, count);
        JsonWriter json = new JsonWriter().object().name("configs").array();
        for (int i = first; i < end; i++) {
            key(json.object(), i).field("type", "text").field("md5", Md5.hex(content(i)));
            if (contents && !bare.contains(i)) {
                json.field("content", content(i));
            }
            json.endObject();
        }
        json.endArray();
        return (end < count ? json.field("next", Integer.toString(end)) : json).endObject();
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
