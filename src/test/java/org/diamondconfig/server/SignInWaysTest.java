/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sign-in is answered the same by the filter before JAX-RS and by the resource that it leaves the seldom requests to. */
class SignInWaysTest {

    private static final String SESSION = "/api/v1/session";

    /** Two requests that say the same have the same trace. */
    private static final String TRACE = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final String BY_THE_RESOURCE = "Accept: application/json, text/html;q=0";

    private static ClosedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.withAdmin(folder, Map.of("diamond.sign-in.rate", "10000"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply send(String path, String body, String... headers) throws IOException {
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return connection.exchange(BadInput.post(path, body, headers));
        }
    }

    private static Map<String, String> headers(Reply reply, String... but) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.keySet().removeAll(Set.of("date"));
        headers.keySet().removeAll(Set.of(but));
        return headers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | SIGN_IN_FAILED    | application/json | {'user':'admin','password':'a wrong password'} |",
                "401 | SIGN_IN_FAILED    | application/json | {'user':'<b>','password':'a wrong password'}   |",
                "400 | BAD_PASSWORD      | application/json | {'user':'admin','password':''}                 |",
                "400 | INVALID_BODY      | application/json | {'user':                                       |",
                "400 | UNKNOWN_PARAMETER | application/json | {'user':'admin','password':'a wrong password'} | ?a=b",
                "415 | JSON_EXPECTED     | text/plain       | {'user':'admin','password':'a wrong password'} |"
            })
    void refusal_isTheSame(int status, String code, String type, String body, String query) throws IOException {
        String path = SESSION + (query == null ? "" : query);
        String json = body.replace('\'', '"');

        Reply byTheFilter = send(path, json, TRACE, "Content-Type: " + type);
        Reply byTheResource = send(path, json, TRACE, "Content-Type: " + type, BY_THE_RESOURCE);

        assertThat(byTheFilter.status()).as(byTheFilter.body()).isEqualTo(status);
        assertThat(byTheFilter.body()).contains('"' + code + '"').isEqualTo(byTheResource.body());
        assertThat(headers(byTheFilter)).isEqualTo(headers(byTheResource));
    }

    @Test
    void welcome_isTheSame_butForTheSession() throws IOException {
        String proof = ClosedServer.signIn();

        Reply byTheFilter = send(SESSION, proof, "Content-Type: application/json");
        Reply byTheResource = send(SESSION, proof, "Content-Type: application/json", BY_THE_RESOURCE);

        assertThat(byTheFilter.status()).as(byTheFilter.body()).isEqualTo(200);
        assertThat(ApiShapes.fault("POST /session", 200, byTheFilter.header("Content-Type"), byTheFilter.body()))
                .isEmpty();
        assertThat(Browser.json(byTheFilter).string("user"))
                .isEqualTo(Browser.json(byTheResource).string("user"));
        assertThat(byTheFilter.header("Set-Cookie"))
                .startsWith("diamond-session=")
                .endsWith("; SameSite=Lax");
        assertThat(headers(byTheFilter, "set-cookie")).isEqualTo(headers(byTheResource, "set-cookie"));
    }
}
