/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.wire.Json;

/** The first user of a closed server, as the benches sign him in. Immutable. */
public final class Visitor {

    /** His name. */
    public static final String USER = "admin";

    /** His password. */
    public static final String PASSWORD = "a lantern for nine otters";

    private static final String API = "/diamond-server/api/v1";
    private static final String JSON = "Content-Type: application/json";

    private final InetSocketAddress server;
    private final String cookie;
    private final String csrf;

    private Visitor(InetSocketAddress server, Answer signedIn) {
        this.server = server;
        cookie = "Cookie: " + signedIn.header("Set-Cookie").orElseThrow().split(";", 2)[0];
        csrf = "X-CSRF-Token: " + member(signedIn, "csrf");
    }

    /** A file in this folder for {@code diamond.admin.password-file}. */
    public static Path passwordIn(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("password"), PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs him in; he is there soon after the server is. */
    public static Visitor at(InetSocketAddress server) {
        String proof = "{\"user\":\"" + USER + "\",\"password\":\"" + PASSWORD + "\"}";
        Request signIn = Request.withBody("POST", API + "/session", utf8(proof), JSON);
        Answer signedIn = Awaitility.await("the first user to sign in")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> exchange(server, signIn), answer -> answer.status() == 200);
        return new Visitor(server, signedIn);
    }

    /** A token with these grants, written as JSON. */
    public String token(String grants) {
        Answer made = exchange(server, post(API + "/access/tokens", "{\"grants\":[" + grants + "]}"));
        return member(made.require(200), "token");
    }

    /** A request of his with a body of JSON. */
    public Request post(String target, String body, String... headers) {
        String[] all = Stream.concat(Stream.of(JSON, cookie, csrf), Arrays.stream(headers))
                .toArray(String[]::new);
        return Request.withBody("POST", target, utf8(body), all);
    }

    /** Over a connection of its own: one that stood idle the server may have given up. */
    private static Answer exchange(InetSocketAddress server, Request request) {
        try (Line line = new Line(server)) {
            return line.exchange(request);
        }
    }

    private static String member(Answer answer, String name) {
        return Json.parseObject(utf8(answer.text())).string(name);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
