/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
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
        try (TestServer server = started(folder, new Wiring().hearingFirst(ConfigDumped.class, this::holdUp))) {
            Documents documents = server.part(Documents.class);
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

    @Test
    void sessionAndUserThatTheDatabaseAloneHas_areFound_whenTheBrowserAsks(@TempDir Path folder) throws Exception {
        String id = "x".repeat(43);
        String now = Instant.now().toString();
        String session = "{\"id\":\"%s\",\"created\":\"%s\",\"used\":\"%s\",\"from\":\"127.0.0.1\"}"
                .formatted(Tokens.hash(id), now, now);
        try (TestServer server = started(folder, new Wiring());
                TestStore another = TestStore.h2(folder.resolve("data")).started()) {
            Configs configs = new TestConfigs(another).configs();
            configs.publish(Caller.SYSTEM, Publication.of(ALICE.key(), "{}"));
            ConfigKey place = new ConfigKey(Documents.NAMESPACE, "session", "alice/0");
            configs.publish(Caller.SYSTEM, Publication.of(place, session));
            assertThat(isServed(server.part(Documents.class), ALICE.name())).isFalse();
            Browser browser = new Browser(server.port());

            assertThat(browser.get("/api/v1/session", "Cookie: diamond-session=0.1." + "y".repeat(43) + ".alice")
                            .status())
                    .isEqualTo(401);
            assertThat(browser.get("/api/v1/session", "Cookie: diamond-session=0.1." + id + ".alice")
                            .body())
                    .contains("\"alice\"");
        }
    }

    /** A closed server with an admin, which hears of nothing by sweeps. */
    private static TestServer started(Path folder, Wiring parts) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Map<String, String> settings = Map.of(
                "diamond.access", "closed",
                "diamond.sweep.delta", "1h",
                "diamond.sweep.full", "1h",
                "diamond.password.iterations", "1000",
                "diamond.admin.password-file", password.toString());
        TestServer server = TestServer.start(folder.resolve("data"), parts, settings);
        Documents documents = server.part(Documents.class);
        await(() -> documents.isComplete() && isServed(documents, "admin"));
        return server;
    }

    private static boolean isServed(Documents documents, String user) {
        return documents.find("user", user).isPresent();
    }

    private static void await(Callable<Boolean> state) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(state);
    }
}
