/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** Reads a stream of server-sent events as a browser does, on a thread of its own. */
final class EventReader implements AutoCloseable {

    /** Longest wait for an event that is to come. */
    static final long PATIENCE_SECONDS = 60;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The end of the stream. */
    private static final Event OVER = new Event("over", "", "{}");

    /** One event; a comment has the name {@code comment}. */
    record Event(String name, String id, String text) {

        JsonObject json() {
            return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** @param query with its question mark, or empty */
    EventReader(URI application, String query, String... headers) throws Exception {
        String base = application.toString().replaceAll("/$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1/events" + query));
        response = HTTP.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream());
        Thread reading = new Thread(this::read, "diamond-test-events");
        reading.setDaemon(true);
        reading.start();
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String value = line.substring(Math.min(line.length(), line.indexOf(':') + 1))
                        .strip();
                if (line.startsWith("event:")) {
                    name = value;
                } else if (line.startsWith("id:")) {
                    id = value;
                } else if (line.startsWith("data:")) {
                    data += value;
                } else if (line.startsWith(":")) {
                    name = "comment";
                } else if (line.isEmpty()) {
                    events.add(new Event(name, id, data));
                    name = "";
                    id = "";
                    data = "";
                }
            }
        } catch (IOException e) {
            // It ended otherwise than it should, or was closed: either way it is over.
        }
        events.add(OVER);
    }

    /** The next event, whichever it is. */
    Event next() throws InterruptedException {
        Event next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an event").isNotNull();
        return next;
    }

    /** The next event of this name; others are passed over. */
    Event next(String name) throws InterruptedException {
        Event next = next();
        while (!next.name().equals(name)) {
            assertThat(next).as("no " + name + " came before the end").isNotEqualTo(OVER);
            next = next();
        }
        return next;
    }

    /** Waits until there is no more to come. */
    void awaitOver() throws InterruptedException {
        Event next = next();
        while (next != OVER) {
            next = next();
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
