/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/** A person's browser at one {@link TestServer}: it keeps the cookie that it is given, and our page in it the token. */
final class Browser {

    private static final String JSON = "Content-Type: application/json";
    private static final String SESSION = "/api/v1/session";

    private final int port;
    private String cookie = "";
    private String csrf = "";

    Browser(int port) {
        this.port = port;
    }

    /** Sends a request as it is, with nothing that the browser has. */
    Reply send(byte[] request) {
        try (RawHttp connection = new RawHttp("127.0.0.1", port)) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs in, and keeps what comes back if it succeeds. */
    Reply signIn(String user, String password, String... headers) {
        String body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
        Reply reply = send(BadInput.post(SESSION, body, with(headers, JSON, "Cookie: " + cookie)));
        if (reply.status() == 200) {
            cookie = reply.header("Set-Cookie").split(";", 2)[0];
            csrf = json(reply).string("csrf");
        }
        return reply;
    }

    Reply get(String path, String... headers) {
        return send(BadInput.get(path, with(headers, "Cookie: " + cookie)));
    }

    Reply delete(String path) {
        return send(BadInput.delete(path, "Cookie: " + cookie, token()));
    }

    Reply put(String path, String json) {
        return send(BadInput.put(path, json, JSON, "Cookie: " + cookie, token()));
    }

    Reply changePassword(String old, String wanted) {
        return put(SESSION + "/password", "{\"old\":\"" + old + "\",\"new\":\"" + wanted + "\"}");
    }

    /** Who the server says that this is. */
    Reply whoAmI() {
        return get(SESSION);
    }

    /** The header with the token. */
    String token() {
        return "X-CSRF-Token: " + csrf;
    }

    /** Name and value. */
    String cookie() {
        return cookie;
    }

    static JsonObject json(Reply reply) {
        return Json.parseObject(reply.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String[] with(String[] headers, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        Arrays.stream(more).filter(header -> !header.endsWith(": ")).forEach(all::add);
        return all.toArray(String[]::new);
    }
}
