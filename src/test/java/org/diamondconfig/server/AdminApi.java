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
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** The native API as a tool with an ordinary HTTP library calls it. Thread-safe. */
final class AdminApi {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String base;

    AdminApi(URI application) {
        base = application.toString().replaceAll("/$", "");
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request("/api/v1" + path, headers).GET());
    }

    HttpResponse<String> put(String path, String body, String... headers) {
        return send(request("/api/v1" + path, headers).PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path, String... headers) {
        return send(request("/api/v1" + path, headers).DELETE());
    }

    /** Posts JSON. */
    HttpResponse<String> post(String path, String json) {
        return send(
                request("/api/v1" + path, "Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** Gets what stands beside the API. */
    HttpResponse<String> outside(String path) {
        return send(request("/" + path).GET());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static JsonObject json(HttpResponse<String> answer) {
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
