/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            assertThat(askedAs(open, "localhost", "Sec-Fetch-Site: cross-site\r\n"))
                    .isEqualTo(403);
        }
    }

    private static int askedAs(TestServer open, String host, String headers) throws Exception {
        String request = "GET " + TestServer.CONTEXT + "/api/v1 HTTP/1.1\r\nHost: " + host + "\r\n" + headers
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
            assertThat(direct.get("/config?dataId=a", "X-Real-IP", "10.0.0.1").statusCode())
                    .isEqualTo(403);
        }
    }

    private static void assertSentAway(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo("OPEN_TO_THIS_MACHINE_ONLY");
    }
}
