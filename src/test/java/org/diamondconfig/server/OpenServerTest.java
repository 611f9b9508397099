/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An open server answers its own machine, and nobody who only seems to be there. */
class OpenServerTest {

    @Test
    void openServer_answersToNoNameThatIsNotItsOwn(@TempDir Path folder) throws Exception {
        try (TestServer open = TestServer.start(folder)) {
            assertThat(askedAs(open, "localhost:8080", "")).isEqualTo(200);
            assertThat(askedAs(open, "127.0.0.1", "")).isEqualTo(200);
            assertThat(askedAs(open, "[::1]:8080", "")).isEqualTo(200);
            assertThat(askedAs(open, "rebound.example:8080", "")).isEqualTo(403);
            assertThat(askedAs(open, "127.0.0.1.example", "")).isEqualTo(403);
        }
    }

    /** The plain reads of a key that exists, which are answered before the door. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/api/v1/config?dataId=a&group=G", "/config.co?dataId=a&group=G"})
    void openServer_answersNoPageOfAnotherSite(String path, @TempDir Path folder) throws Exception {
        try (TestServer open = TestServer.start(folder)) {
            assertThat(new AdminApi(open.base())
                            .put("/config?dataId=a&group=G", "1")
                            .statusCode())
                    .isEqualTo(200);

            assertThat(asked(open, path, "localhost", "")).isEqualTo(200);
            assertThat(asked(open, path, "localhost", "Sec-Fetch-Site: same-origin\r\n"))
                    .isEqualTo(200);
            for (String header :
                    List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: http://e.x")) {
                assertThat(asked(open, path, "localhost", header + "\r\n"))
                        .as(header)
                        .isEqualTo(403);
            }
        }
    }

    private static int askedAs(TestServer open, String host, String headers) throws Exception {
        return asked(open, "/api/v1", host, headers);
    }

    private static int asked(TestServer open, String path, String host, String headers) throws Exception {
        String request = "GET " + TestServer.CONTEXT + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers
                + "Connection: close\r\n\r\n";
        try (RawHttp connection = new RawHttp("127.0.0.1", open.port())) {
            return connection
                    .exchange(request.getBytes(StandardCharsets.US_ASCII))
                    .status();
        }
    }

    @Test
    void openServer_answersNoProxy(@TempDir Path folder) throws Exception {
        try (TestServer open = TestServer.start(folder)) {
            AdminApi direct = new AdminApi(open.base());

            assertThat(direct.get("/whoami").statusCode()).isEqualTo(200);
            assertSentAway(direct.get("/whoami", "X-Forwarded-For", "10.0.0.1"));
            assertSentAway(direct.get("/whoami", "Forwarded", "for=10.0.0.1"));
            assertSentAway(direct.get("/whoami", "Via", "1.1 gateway"));
            for (String what : List.of("Host", "Proto", "Port", "Server", "Prefix")) {
                assertSentAway(direct.get("/whoami", "X-Forwarded-" + what, "x"));
            }
            assertThat(direct.put("/config?dataId=a", "1").statusCode()).isEqualTo(200);
            assertThat(direct.get("/config?dataId=a").statusCode()).isEqualTo(200);
            assertSentAway(direct.get("/config?dataId=a", "X-Real-IP", "10.0.0.1"));
            assertSentAway(direct.get("/config?dataId=a", "Via", "1.1 gateway"));
        }
    }

    private static void assertSentAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo("OPEN_TO_THIS_MACHINE_ONLY");
    }
}
