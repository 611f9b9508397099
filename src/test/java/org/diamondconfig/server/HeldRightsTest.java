/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A poll that is held while a right is given or its sender is sent away hears of it at once, and not when its time is up. */
@Timeout(300)
class HeldRightsTest {

    private static final long AT_ONCE_SECONDS = 30;
    private static final String WORD = Md5.hex("word");

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    private final String group = "g-" + UUID.randomUUID();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
        admin = server.admin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private JsonObject made(String account) {
        assertThat(api.put("/config?group=" + group + "&dataId=a/b", "word", as(admin))
                        .statusCode())
                .isEqualTo(200);
        return AdminApi.json(api.post("/access/tokens", account, as(admin)));
    }

    private CompletableFuture<String> held(JsonObject token, String probe) {
        CompletableFuture<String> told = CompletableFuture.supplyAsync(() ->
                api.post("/watch?wait=50s", probe, as(token.string("token"))).body());
        Subscribers subscribers = server.part(Subscribers.class);
        Awaitility.await()
                .until(() -> !subscribers
                        .waiting(party -> party.subject().equals(token.string("subject")))
                        .isEmpty());
        return told;
    }

    private String items() {
        return holding("");
    }

    private String holding(String md5) {
        return "{\"items\":[{\"group\":\"" + group + "\",\"dataId\":\"a/b\",\"md5\":\"" + md5 + "\"}]}";
    }

    private String reader() {
        return "\"grants\":[{\"can\":[\"reader\"],\"namespace\":\"public\",\"group\":\"" + group + "\"}]";
    }

    private void grant(String subject) {
        save(subject, '{' + reader() + '}');
    }

    private static void save(String subject, String account) {
        assertThat(api.putJson("/access/accounts?subject=" + subject, account, as(admin))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void rightOfItsOwn_reachesAPollThatIsHeld() throws Exception {
        JsonObject token = made("{}");
        CompletableFuture<String> told = held(token, items());

        grant(token.string("subject"));

        assertThat(told.get(AT_ONCE_SECONDS, TimeUnit.SECONDS)).contains("\"word\"");
    }

    @Test
    void rightOfItsGroup_reachesAPollThatIsHeld() throws Exception {
        CompletableFuture<String> told = held(made("{\"groups\":[\"" + group + "\"]}"), items());

        grant("group:" + group);

        assertThat(told.get(AT_ONCE_SECONDS, TimeUnit.SECONDS)).contains("\"word\"");
    }

    @Test
    void tokenThatIsRevoked_holdsNoPollAnyLonger() throws Exception {
        JsonObject token = made('{' + reader() + '}');
        CompletableFuture<String> told = held(token, holding(WORD));

        assertThat(api.delete("/access/accounts?subject=" + token.string("subject"), as(admin))
                        .statusCode())
                .isEqualTo(200);

        assertThat(told.get(AT_ONCE_SECONDS, TimeUnit.SECONDS)).contains("\"changes\":[]");
    }

    @Test
    void tokenThatIsKeptFromWhereItIs_holdsNoPollAnyLonger_thoughItsRightsStand() throws Exception {
        JsonObject token = made('{' + reader() + '}');
        CompletableFuture<String> told = held(token, holding(WORD));

        save(token.string("subject"), "{\"networks\":[\"10.0.0.0/8\"]," + reader() + '}');

        assertThat(told.get(AT_ONCE_SECONDS, TimeUnit.SECONDS)).contains("\"changes\":[]");
    }
}
