/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.system.Node;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * The batch API over one connection at a time, its batches as large as they may be. Each measurement begins with a new one, since a server
 * closes one that was idle; and another follows an answer by which the server said that it closes it, so that no request is ever sent
 * twice. Confined to one thread.
 */
final class Batches implements AutoCloseable {

    private static final String API = "/diamond-server/api/v1";
    private static final String JSON = "Content-Type: application/json";
    private static final int WRITTEN = 100;
    private static final int READ = 500;

    private final InetSocketAddress server;
    private Line line;

    Batches(Node server) {
        this.server = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.uri().getPort());
        connect();
    }

    private void connect() {
        close();
        line = new Line(server);
    }

    static String dataId(int number) {
        return "service-" + number % 1_000 + ".settings-" + number + ".properties";
    }

    static String content(int number) {
        return "spring.datasource.url=jdbc:mysql://db-" + number + "/app\npool.size=" + number + "\n";
    }

    /** Publishes so many, which are not there yet; the seconds that it took. */
    double publish(String group, int count) {
        connect();
        long began = System.nanoTime();
        for (int first = 0; first < count; first += WRITTEN) {
            JsonWriter json = new JsonWriter().object().name("items").array();
            for (int i = first; i < Math.min(first + WRITTEN, count); i++) {
                json.object()
                        .field("group", group)
                        .field("dataId", dataId(i))
                        .field("content", content(i))
                        .field("ifAbsent", true)
                        .endObject();
            }
            Answer answer = post("/configs/publish", json.endArray().endObject());
            if (answer.text().contains("\"code\"")) {
                throw new IllegalStateException(answer.text());
            }
        }
        return seconds(began);
    }

    /** Reads the contents of so many; the seconds that it took. */
    double read(String group, int count) {
        connect();
        long began = System.nanoTime();
        for (int first = 0; first < count; first += READ) {
            JsonWriter json = new JsonWriter().object().name("keys").array();
            for (int i = first; i < Math.min(first + READ, count); i++) {
                key(json, group, dataId(i));
            }
            requireContents(post("/configs/get", json.endArray().endObject()), Math.min(READ, count - first));
        }
        return seconds(began);
    }

    /** Looks for all of a group and reads their contents, as whoever does not know their names has to; the seconds that it took. */
    double find(String group, int count) {
        connect();
        long began = System.nanoTime();
        int found = 0;
        String cursor = "";
        do {
            String target = API + "/configs?group=" + group + "&limit=" + READ + cursor;
            JsonObject page = object(exchange(Request.of("GET", target)));
            List<JsonObject> rows = page.objects("configs");
            JsonWriter json = new JsonWriter().object().name("keys").array();
            rows.forEach(row -> key(json, group, row.string("dataId")));
            requireContents(post("/configs/get", json.endArray().endObject()), rows.size());
            found += rows.size();
            cursor = page.optionalString("next")
                    .map(next -> "&cursor=" + Line.escape(next))
                    .orElse("");
        } while (!cursor.isEmpty());
        if (found != count) {
            throw new IllegalStateException(found + " found of " + count);
        }
        return seconds(began);
    }

    private static void key(JsonWriter json, String group, String dataId) {
        json.object().field("group", group).field("dataId", dataId).endObject();
    }

    private Answer post(String path, JsonWriter body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return exchange(Request.withBody("POST", API + path, bytes, JSON));
    }

    private Answer exchange(Request request) {
        Answer answer = line.exchange(request).require(200);
        if (answer.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            connect();
        }
        return answer;
    }

    /** Reads so many contents out of an answer: until then nobody has them, and the command has to do it, too. */
    private static void requireContents(Answer answer, int count) {
        long contents = object(answer).objects("configs").stream()
                .filter(row -> row.has("content"))
                .count();
        if (contents != count) {
            throw new IllegalStateException(contents + " contents of " + count + ": " + answer.text());
        }
    }

    private static JsonObject object(Answer answer) {
        return JsonObject.of(Json.parse(answer.text()), "answer");
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
