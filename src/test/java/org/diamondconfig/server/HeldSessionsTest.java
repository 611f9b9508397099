/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.subscriber.Subscribers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No poll outlives the session that it came by. */
@Timeout(300)
class HeldSessionsTest {

    private static final String SESSION = "/api/v1/session";
    private static final String CONFIG = "/api/v1/config?group=G&dataId=a";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private static ClosedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.withAdmin(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pollThatIsHeld_endsWithItsSession() throws Exception {
        Browser admin = server.signedIn();
        String tag = admin.put(CONFIG, "held").header("ETag");
        CompletableFuture<Reply> told =
                CompletableFuture.supplyAsync(() -> admin.get(CONFIG + "&wait=50s", "If-None-Match: " + tag));
        Subscribers subscribers = server.part(Subscribers.class);
        Awaitility.await()
                .until(() -> !subscribers
                        .waiting(party -> party.subject().equals("user:admin"))
                        .isEmpty());

        admin.delete(SESSION);

        assertThat(told.get(30, TimeUnit.SECONDS).status()).isEqualTo(304);
        assertThat(admin.get(CONFIG).status()).isEqualTo(401);
    }

    /** Its sender has come in when the server asks for the body. */
    @Test
    void pollWhoseSessionEndsBeforeItIsHeld_isNotHeld() throws Exception {
        Browser admin = server.signedIn();
        String poll = new String(
                BadInput.post(
                        "/api/v1/watch?wait=50s",
                        "{\"items\":[{\"dataId\":\"never\",\"md5\":\"\"}]}",
                        "Expect: 100-continue",
                        "Cookie: " + admin.cookie(),
                        admin.token()),
                StandardCharsets.UTF_8);
        int body = poll.indexOf(END_OF_HEAD) + END_OF_HEAD.length();

        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            connection.send(poll.substring(0, body).getBytes(StandardCharsets.UTF_8));
            connection.awaitContinue();
            assertThat(admin.delete(SESSION).status()).isEqualTo(204);
            byte[] rest = poll.substring(body).getBytes(StandardCharsets.UTF_8);

            assertThat(connection.exchange(rest).body()).contains("\"changes\":[]");
        }
    }
}
