/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gbk;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.JsonWriter;

/**
 * An answer of this face before it is written: the words of the original's page for the status, or JSON. Immutable.
 *
 * @param status of HTTP
 * @param text the body
 * @param headers beside those that every page has
 */
public record Page(int status, String text, Map<String, String> headers) {

    /** What texts are answered as: never as HTML, so that no browser runs what somebody published. */
    public static final String TEXT = "text/plain;charset=GBK";

    private static final String JSON = "application/json";

    /** What every answer of this face forbids: to be kept by anybody on the way. */
    public static final Map<String, String> UNCACHED = Map.of(
            "Pragma", "no-cache",
            "Expires", "Thu, 01 Jan 1970 00:00:00 GMT",
            "Cache-Control", "no-cache,no-store");

    private static final Map<String, String> AS_TEXT = Map.of("Content-Type", TEXT);
    private static final Map<String, String> AS_JSON = Map.of("Content-Type", JSON);

    /** It is done, or nothing differs. */
    public static final Page OK = text("OK\n");

    /** The path does not know that method. */
    public static final Page NEITHER_GET_NOR_POST =
            refusal(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED Use GET or POST.");

    /** A text. */
    public static Page text(String text) {
        return new Page(HttpServletResponse.SC_OK, text, AS_TEXT);
    }

    /** A refusal in words that clients of the original know. */
    public static Page refusal(int status, String words) {
        return new Page(status, words + '\n', AS_TEXT);
    }

    /** A refusal: the original's words for the status, then our code and sentence. */
    public static Page of(ProblemException e) {
        Map<String, String> headers = new LinkedHashMap<>(AS_TEXT);
        e.retryAfterSeconds().ifPresent(seconds -> headers.put("Retry-After", Integer.toString(seconds)));
        return new Page(e.status(), words(e.status()) + e.code() + ' ' + e.getMessage() + '\n', headers);
    }

    /** A JSON text with this status. */
    public static Page json(int status, JsonWriter json) {
        return new Page(status, ascii(json.toString()), AS_JSON);
    }

    /** JSON that reads the same in every charset, and loses no character in GBK. */
    private static String ascii(String json) {
        StringBuilder out = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (c <= '~') {
                out.append((char) c);
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return out.toString();
    }

    /** The first line of the original's page; it is spelled as there. */
    private static String words(int status) {
        return switch (status) {
            case 400 -> "bad request, param is invalid\n";
            case 403 -> "403 error\n";
            case 404 -> "config data not exist\n";
            case 409 -> "requested file is being modified, please try later.\n";
            case 503 -> "Serivce is unavailable now.Request is refused.\n";
            default -> "";
        };
    }

    byte[] body() {
        return headers.equals(AS_JSON) ? text.getBytes(StandardCharsets.US_ASCII) : Gbk.encode(text);
    }

    /** Writes it. */
    public void write(HttpServletResponse response) throws IOException {
        byte[] body = body();
        response.setStatus(status);
        UNCACHED.forEach(response::setHeader);
        headers.forEach(response::setHeader);
        Door.shield(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
