/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * The native API as a tool with an ordinary HTTP library calls it; an answer that has not the form of the document is an error.
 * Thread-safe.
 */
final class AdminApi {

    private static final String API = "/api/v1";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;

    AdminApi(URI application) {
        base = application.toString().replaceAll("/$", "");
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(API + path, headers).GET());
    }

    HttpResponse<String> put(String path, String body, String... headers) {
        return send(request(API + path, headers).PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path, String... headers) {
        return send(request(API + path, headers).DELETE());
    }

    /** Posts JSON. */
    HttpResponse<String> post(String path, String json, String... headers) {
        return send(request(API + path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Puts JSON. */
    HttpResponse<String> putJson(String path, String json, String... headers) {
        return send(request(API + path, headers)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    /** Gets what stands beside the API. */
    HttpResponse<String> outside(String path, String... headers) {
        return send(request("/" + path, headers).GET());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpRequest call = request.build();
            HttpResponse<String> answer = exchange(call);
            fault(route(call), answer).ifPresent(fault -> {
                throw new AssertionError(fault + ": " + answer.body());
            });
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * A server that has refused a request before its body came may end the connection, and it may do so just when the next request
     * is on its way: that one was not looked at, and is sent again.
     */
    private HttpResponse<String> exchange(HttpRequest call) throws IOException, InterruptedException {
        try {
            return http.send(call, BodyHandlers.ofString());
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
                throw e;
            }
            return http.send(call, BodyHandlers.ofString());
        }
    }

    /** Method and path, as the document writes them; empty for what stands beside the API. */
    private String route(HttpRequest call) {
        String path = call.uri().getPath().substring(URI.create(base).getPath().length());
        return path.startsWith(API) ? (call.method() + " /" + path.substring(API.length())).replace("//", "/") : "";
    }

    private static Optional<String> fault(String route, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return route.isEmpty() ? Optional.empty() : ApiShapes.fault(route, answer.statusCode(), type, answer.body());
    }

    static JsonObject json(HttpResponse<String> answer) {
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
