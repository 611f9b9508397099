/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node's copy serves already counts, also while whoever took it is still about to tell the other parts. */
@Timeout(120)
class ToldLateTest {

    private static final String PASSWORD = "nobody guesses this";

    private static final Subject ALICE = Subject.user("alice");

    private final CountDownLatch told = new CountDownLatch(1);

    /** Whoever takes alice is held up before anybody hears of her. */
    private void holdUp(ConfigDumped change) {
        if (change.key().equals(ALICE.key())) {
            try {
                told.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void userWhomTheCopyServes_signsIn_beforeAnyPartWasToldOfHer(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Map<String, String> settings = Map.of(
                "diamond.access", "closed",
                "diamond.password.iterations", "1000",
                "diamond.admin.password-file", password.toString());
        Wiring parts = new Wiring().hearingFirst(ConfigDumped.class, this::holdUp);

        try (TestServer server = TestServer.start(folder.resolve("data"), parts, settings)) {
            Documents documents = server.part(Documents.class);
            await(() -> documents.isComplete() && isServed(documents, "admin"));
            Browser admin = new Browser(server.port());
            assertThat(admin.signIn("admin", PASSWORD).status()).isEqualTo(200);
            CompletableFuture<Long> writing = CompletableFuture.supplyAsync(
                    () -> documents.write(Caller.SYSTEM, new Document("user", ALICE.name(), 0, "{}"), 0));
            try {
                await(() -> isServed(documents, ALICE.name()));
                String given = "{\"password\":\"" + PASSWORD + "\"}";
                assertThat(admin.put("/api/v1/access/passwords?user=alice", given)
                                .status())
                        .isEqualTo(204);
                Browser alice = new Browser(server.port());

                assertThat(alice.signIn(ALICE.name(), PASSWORD).status()).isEqualTo(200);
                assertThat(alice.whoAmI().body()).contains("\"alice\"");
            } finally {
                told.countDown();
                writing.join();
            }
        }
    }

    private static boolean isServed(Documents documents, String user) {
        return documents.find("user", user).isPresent();
    }

    private static void await(Callable<Boolean> state) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(state);
    }
}
