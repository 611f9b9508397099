/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.PollInterval;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** The first user of a closed server, who came in by the password of a file. Confined to one thread. */
final class Admin {

    static final String PASSWORD = "a lantern for nine otters";

    /** Soon, and then seldom: who fails often has to wait. */
    private static final PollInterval FIRST_PAUSES =
            (count, before) -> count < 3 ? Duration.ofMillis(300) : Duration.ofSeconds(3);

    private final HttpClient http;
    private final URI server;
    private String[] session = {};

    /** Calls this server over this client, not signed in yet. */
    Admin(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    /** A file for {@code diamond.admin.password-file}. */
    static Path passwordIn(Path folder) throws IOException {
        return Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    /** Signs in, as soon as the database was asked who the users are. */
    Admin signIn() {
        String proof = "{\"user\": \"admin\", \"password\": \"" + PASSWORD + "\"}";
        HttpResponse<String> answer = Awaitility.await("the first user to sign in")
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(FIRST_PAUSES)
                .until(() -> send("POST", "/session", proof), response -> response.statusCode() == 200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        session = new String[] {"Cookie", cookie, "X-CSRF-Token", json(answer).string("csrf")};
        return this;
    }

    /** The headers of the session: the cookie, and the token that changes need beside it. */
    String[] session() {
        return session.clone();
    }

    /** Makes a token of which this JSON says what it may; the answer holds it. */
    JsonObject token(String wish) {
        return json(send("POST", "/access/tokens", wish, session));
    }

    /** Calls {@code /api/v1} and this path with these headers, names and values in turn. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        try {
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What an answer holds that is none but a success. */
    static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonObject.of(Json.parse(answer.body()), "answer");
    }
}
