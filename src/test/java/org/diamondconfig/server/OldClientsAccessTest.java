/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.usage.LastUses;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the original Diamond that sign with the key of their application, at a closed server. */
class OldClientsAccessTest {

    private static final String KEY = "s3cret-of-cart";

    /** No two requests are signed in one millisecond, as the original's clients sign them; all after the start of the server. */
    private static final AtomicLong TIME = new AtomicLong();

    private static long beforeTheStart;

    private static TestServer server;
    private static AdminApi api;
    private static String admin;

    private final String group = "g-" + UUID.randomUUID();
    private final String application = "cart-" + UUID.randomUUID();
    private final String subject = "application:" + application;
    private final String config = "config.co?group=" + group + "&dataId=a";

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        beforeTheStart = System.currentTimeMillis() - 1;
        server = TestServer.start(folder, Map.of("diamond.access", "closed"));
        TIME.set(System.currentTimeMillis());
        api = new AdminApi(server.base());
        admin = TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), Grant.admin());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] asAdmin() {
        return new String[] {"Authorization", "Bearer " + admin};
    }

    private String[] signed(long time, String key) {
        return new String[] {
            "Diamond-Client-AppName",
            application,
            "Diamond-Client-RequestTS",
            Long.toString(time),
            "Diamond-Client-RequestToken",
            Md5.hex(time + key)
        };
    }

    private String[] signed(String key) {
        return signed(TIME.incrementAndGet(), key);
    }

    private HttpResponse<String> save(String members) {
        return api.putJson(
                "/access/accounts?subject=" + subject,
                "{" + members + "\"grants\":[{\"can\":[\"reader\"],\"namespace\":\"public\",\"group\":\"" + group
                        + "\"}]}",
                asAdmin());
    }

    private void published() {
        assertThat(api.put("/config?group=" + group + "&dataId=a", "1", asAdmin())
                        .statusCode())
                .isEqualTo(200);
    }

    private void register(String members) {
        HttpResponse<String> saved = save(members);
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
    }

    private int read(String... headers) {
        return api.outside(config, headers).statusCode();
    }

    @Test
    void clientOfAnApplication_mayDoWhatItWasGranted_andNothingElse() {
        published();
        assertThat(read(signed(KEY))).isEqualTo(401);

        register("\"keys\":[\"" + KEY + "\"],");

        assertThat(api.outside(config, signed(KEY)).body()).isEqualTo("1");
        assertThat(api.outside("config.co?group=other&dataId=a", signed(KEY)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void signature_isGoodOnce() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");
        String[] headers = signed(KEY);

        assertThat(read(headers)).isEqualTo(200);
        assertThat(read(headers)).isEqualTo(401);
    }

    /** It may have been shown to the node before, which forgot what it was shown when it stopped. */
    @Test
    void signatureFromBeforeTheStartOfTheNode_isRefused() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");

        HttpResponse<String> refused = api.outside(config, signed(beforeTheStart, KEY));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("STALE_SIGNATURE").contains("before this server was started");
    }

    @Test
    void signature_countsOnTheOldFacesAlone() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");

        assertThat(api.get("/config?group=" + group + "&dataId=a", signed(KEY)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void signatureOfAnotherTimeOrKey_isRefused() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");
        long now = TIME.incrementAndGet();

        assertThat(read(signed(now - 120_000, KEY))).isEqualTo(401);
        assertThat(read(signed(now + 120_000, KEY))).isEqualTo(401);
        assertThat(read(signed("another-key"))).isEqualTo(401);
        assertThat(read(
                        "Diamond-Client-AppName",
                        application,
                        "Diamond-Client-RequestTS",
                        "soon",
                        "Diamond-Client-RequestToken",
                        Md5.hex("soon" + KEY)))
                .isEqualTo(401);
        assertThat(read("Diamond-Client-AppName", application)).isEqualTo(401);
        assertThat(read(signed(now, KEY))).isEqualTo(200);
    }

    @Test
    void keys_areExchangedOneAfterTheOther_andNeverTold() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");

        register("\"keys\":[\"the-next-one\",\"" + KEY + "\"],");
        assertThat(read(signed(KEY))).isEqualTo(200);
        assertThat(read(signed("the-next-one"))).isEqualTo(200);

        register("\"keys\":[\"the-next-one\"],");
        assertThat(read(signed(KEY))).isEqualTo(401);

        register("\"description\":\"whose keys stay\",");
        assertThat(read(signed("the-next-one"))).isEqualTo(200);
        assertThat(api.get("/access/accounts?subject=" + subject, asAdmin()).body())
                .contains("whose keys stay")
                .doesNotContain("the-next-one");
    }

    @Test
    void applicationThatIsDisabledOrRemoved_isNotLetIn() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");
        register("\"disabled\":true,");
        assertThat(read(signed(KEY))).isEqualTo(401);
        register("\"disabled\":false,");
        assertThat(read(signed(KEY))).isEqualTo(200);

        assertThat(api.delete("/access/accounts?subject=" + subject, asAdmin()).statusCode())
                .isEqualTo(200);

        assertThat(read(signed(KEY))).isEqualTo(401);
    }

    /** On an open server they are answered as the original answers them (DiamondAdminContract). */
    @Test
    void operatorsScripts_areToldThatTheServerIsClosed_andWhereToSignIn() throws IOException {
        try (OriginalClient script = new OriginalClient(server.base().getHost(), server.port())) {
            script.with("Diamond-Client-AppName", "").with("Diamond-Client-RequestToken", "");
            script.with("Authorization", "Bearer " + admin);

            Reply login = script.post("/login.do?method=login", "username", "admin", "password", "guess");
            Reply logout = script.get("/login.do?method=logout");

            assertThat(script.get("/switch.do?method=list").body()).isEqualTo("enableAccessControl=true\n");
            for (Reply refused : List.of(login, logout)) {
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.body())
                        .startsWith("403 error\nSIGN_IN_ELSEWHERE ")
                        .contains("/api/v1/session");
            }
        }
    }

    @Test
    void application_needsAKeyThatIsOne() {
        assertThat(save("").statusCode()).isEqualTo(400);
        assertThat(save("\"keys\":[\"short\"],").statusCode()).isEqualTo(400);
        assertThat(save("\"keys\":[\"has a space in it\"],").statusCode()).isEqualTo(400);
        assertThat(save("\"keys\":[\"aaaaaaaa\",\"bbbbbbbb\",\"cccccccc\"],").statusCode())
                .isEqualTo(400);
    }

    @Test
    void trustedNetwork_letsInWhoSignsWithAnyKey(@TempDir Path folder) throws Exception {
        try (TestServer other = TestServer.start(folder, Map.of("diamond.access", "closed"))) {
            TestTokens.trust(other.part(Accounts.class), "127.0.0.0/8", Grant.allow(Bundle.PUBLISHER, "public"));
            AdminApi there = new AdminApi(other.base());
            there.put("/config?group=" + group + "&dataId=a", "1");

            assertThat(there.outside(config, signed("whatever")).body()).isEqualTo("1");
        }
    }

    @Test
    void lastUse_isToldOfWhoWasLetIn() {
        published();
        register("\"keys\":[\"" + KEY + "\"],");
        String told = "/access/accounts?subject=" + subject;
        assertThat(api.get(told, asAdmin()).body()).doesNotContain("lastUsed");
        read(signed(KEY));

        server.part(LastUses.class).stop();

        assertThat(api.get(told, asAdmin()).body()).contains("lastUsed");
        assertThat(api.get("/access/accounts?kind=application", asAdmin()).body())
                .contains("lastUsed");
    }
}
