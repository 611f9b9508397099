/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group takes from its members stays taken, whatever becomes of the group, until somebody removes it. */
class GroupRightsTest {

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    private final String group = "g-" + UUID.randomUUID();
    private String member;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
        admin = server.admin();
        for (String dataId : new String[] {"plain", "secret", "given"}) {
            assertStatus(200, api.put("/config?dataId=" + dataId, "1", as(admin)));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** It may read {@code plain} and {@code secret} itself; its group gives {@code given} and takes {@code secret}. */
    @BeforeEach
    void makeMember() {
        save("");
        HttpResponse<String> made = api.post(
                "/access/tokens",
                "{\"groups\":[\"" + group + "\"],\"grants\":[{\"can\":[\"read\"],\"namespace\":\"public\","
                        + "\"dataId\":\"plain\"},{\"can\":[\"read\"],\"namespace\":\"public\",\"dataId\":\"secret\"}]}",
                as(admin));
        assertStatus(200, made);
        member = AdminApi.json(made).string("token");
        assertReads(200, 403, 200);
    }

    private void save(String more) {
        assertStatus(
                200,
                api.putJson(
                        "/access/accounts?subject=group:" + group,
                        "{" + more + "\"grants\":[{\"can\":[\"read\"],\"namespace\":\"public\",\"dataId\":\"given\"},"
                                + "{\"effect\":\"deny\",\"can\":[\"read\"],\"namespace\":\"*\",\"dataId\":\"secret\"}]}",
                        as(admin)));
    }

    private static void assertStatus(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private void assertReads(int plain, int secret, int given) {
        assertStatus(plain, api.get("/config?dataId=plain", as(member)));
        assertStatus(secret, api.get("/config?dataId=secret", as(member)));
        assertStatus(given, api.get("/config?dataId=given", as(member)));
    }

    private void spoil() {
        ConfigKey row = new ConfigKey(Access.RESERVED, "group", group);
        server.part(Configs.class).publish(Caller.SYSTEM, Publication.of(row, "{\"grants\":[{\"effect\":"));
    }

    @Test
    void groupThatIsDisabled_givesNothing_andStillTakes() {
        save("\"disabled\":true,");

        assertReads(200, 403, 403);
    }

    @Test
    void groupThatWasSpoilt_leavesItsMembersNothing_untilItIsWrittenAgain() {
        spoil();

        assertReads(403, 403, 403);
        assertThat(AdminApi.json(api.get("/whoami", as(member))).objects("grants"))
                .isEmpty();
        save("");
        assertReads(200, 403, 200);
    }

    @Test
    void groupThatWasSpoilt_canBeRemoved_andThenTakesNothing() {
        spoil();

        assertStatus(200, api.delete("/access/accounts?subject=group:" + group, as(admin)));

        assertReads(200, 200, 403);
    }

    @Test
    void groupThatWasSpoilt_isSoAfterARestartToo(@TempDir Path folder) throws Exception {
        Map<String, String> settings = Map.of("diamond.access", "closed");
        String token;
        try (TestServer before = TestServer.start(folder, settings)) {
            token = TestTokens.issueIn(before.part(Accounts.class), before.part(Tokens.class), "broken", Grant.admin());
            ConfigKey row = new ConfigKey(Access.RESERVED, "group", "broken");
            before.part(Configs.class).publish(Caller.SYSTEM, Publication.of(row, "[]"));
        }

        try (TestServer after = TestServer.start(folder, settings)) {
            assertStatus(403, new AdminApi(after.base()).get("/config?dataId=plain", as(token)));
        }
    }
}
