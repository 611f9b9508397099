/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** A server that has two other nodes: one answers what the test says, one takes connections and never answers. Thread-safe. */
final class AmongPeers implements AutoCloseable {

    private final String path;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final HttpServer other;
    private final HttpServer dead;
    private final Watching server;
    private final AdminApi api;

    private AmongPeers(Path folder, String path, UnaryOperator<String> answer) throws Exception {
        this.path = path;
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        other = HttpServer.create(free, 0);
        other.createContext("/d" + path, exchange -> answer(exchange, answer));
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        other.start();
        dead = HttpServer.create(free, 0); // it is not started
        server = Watching.start(
                folder, Map.of("diamond.cluster.members", answering() + "," + silent(), "diamond.sweep.delta", "1h"));
        api = new AdminApi(URI.create(server.address()));
    }

    /**
     * Starts all three.
     *
     * @param path where nodes ask each other, from the context path on
     * @param answer to the body of a question
     */
    static AmongPeers start(Path folder, String path, UnaryOperator<String> answer) throws Exception {
        return new AmongPeers(folder, path, answer);
    }

    private void answer(HttpExchange exchange, UnaryOperator<String> answer) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestHeaders().getFirst("Diamond-Peer") + question);
        byte[] bytes = answer.apply(question).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    Watching server() {
        return server;
    }

    AdminApi api() {
        return api;
    }

    /** Header and body of each question that the one got that answers. */
    BlockingQueue<String> asked() {
        return asked;
    }

    /** The address of the one that answers. */
    String answering() {
        return address(other);
    }

    /** The address of the other one. */
    String silent() {
        return address(dead);
    }

    private static String address(HttpServer peer) {
        return "http://127.0.0.1:" + peer.getAddress().getPort() + "/d";
    }

    /** What the server answers once the one that answers has done so within the second that it is given, as on a busy machine it may not. */
    JsonObject get(String path) {
        return Awaitility.await("no more than the silent one to be missing")
                .pollDelay(Duration.ZERO)
                .until(
                        () -> Json.parseObject(api.get(path).body().getBytes(StandardCharsets.UTF_8)),
                        told -> !told.has("missing") || told.objects("missing").size() < 2);
    }

    /** Asks the server as another node does. */
    Reply ask(String body, String... headers) {
        return server.exchange(BadInput.postJson(path, body, headers));
    }

    @Override
    public void close() {
        server.close();
        other.stop(0);
        dead.stop(0);
    }
}
