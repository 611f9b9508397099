/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.server.Threads;
import org.diamondconfig.bench.server.Visitor;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * The configurations that the server is full of, evenly over {@link #NAMESPACES}. They are published once and kept for the next run.
 */
final class Filling {

    static final int NAMESPACES = 500;

    private static final int BATCH = 100;
    private static final int LOADERS = 4;
    private static final String API = "/diamond-server/api/v1";

    private final InetSocketAddress server;
    private final Visitor visitor;
    private final int size;

    private Filling(InetSocketAddress server, Visitor visitor, int size) {
        this.server = server;
        this.visitor = visitor;
        this.size = size;
    }

    /** Sees to it that the server whose files are in this folder is full. */
    static void of(InetSocketAddress server, Visitor visitor, int size, Path home) {
        Path mark = home.resolve("loaded");
        if (Files.exists(mark)) {
            return;
        }
        Filling filling = new Filling(server, visitor, size);
        filling.makeNamespaces();
        try (Threads threads = new Threads(LOADERS)) {
            threads.each(filling::publish);
        }
        try {
            Files.createFile(mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a key. What is typed on the way to its number finds fewer and fewer. */
    static ConfigKey key(int number) {
        return new ConfigKey(
                namespace(number % NAMESPACES),
                "team-" + number % 20,
                "service-" + number % 1_000 + "/settings-" + number + ".properties");
    }

    static String namespace(int number) {
        return "site-" + number;
    }

    private void makeNamespaces() {
        try (Line line = new Line(server)) {
            for (int i = 0; i < NAMESPACES; i++) {
                String body = "{\"namespace\":\"" + namespace(i) + "\",\"title\":\"Site number " + i + "\"}";
                // 409: an earlier run came no further than this.
                line.exchange(visitor.post(API + "/namespaces", body)).require(200, 409);
            }
        }
    }

    private void publish(int loader) {
        try (Line line = new Line(server)) {
            for (int first = loader * BATCH; first < size; first += LOADERS * BATCH) {
                Answer answer = line.exchange(visitor.post(API + "/configs/publish", batch(first)))
                        .require(200);
                if (answer.text().contains("\"code\"")) {
                    throw new IllegalStateException(answer.text());
                }
            }
        }
    }

    private String batch(int first) {
        JsonWriter json = new JsonWriter().object().name("items").array();
        for (int i = first; i < Math.min(first + BATCH, size); i++) {
            ConfigKey key = key(i);
            json.object()
                    .field("namespace", key.namespace())
                    .field("group", key.group())
                    .field("dataId", key.dataId())
                    .field("content", "spring.datasource.url=jdbc:mysql://db-" + i + "/app\npool.size=" + i + "\n")
                    .field("app", "shop-" + i % 40)
                    .name("tags")
                    .array()
                    .value("region-" + i % 7)
                    .endArray()
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }
}
