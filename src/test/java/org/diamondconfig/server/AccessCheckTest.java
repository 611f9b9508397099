/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be done is told before it is tried, as it would be decided, and by which grant. */
class AccessCheckTest {

    private static ClosedServer server;
    private static AdminApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Grant grant(Grant.Effect effect, String can, String namespace, String group) {
        return new Grant(effect, List.of(can), namespace, group, Grant.ANY);
    }

    private static String question(String action, String namespace, String group) {
        return "{\"action\":\"" + action + "\",\"namespace\":\"" + namespace + "\",\"group\":\"" + group
                + "\",\"dataId\":\"a\"}";
    }

    private static HttpResponse<String> ask(String token, String more, String... questions) {
        return api.post(
                "/access/check",
                "{" + more + "\"checks\":[" + String.join(",", questions) + "]}",
                "Authorization",
                "Bearer " + token);
    }

    private static List<JsonObject> told(String token, String more, String... questions) {
        HttpResponse<String> answer = ask(token, more, questions);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer).objects("checks");
    }

    private static List<String> whys(List<JsonObject> checks) {
        return checks.stream()
                .map(check -> check.flag("allowed", false) + " " + check.string("why"))
                .toList();
    }

    @Test
    void whoAsksOfHimself_isToldWhatWouldBeDecided_andByWhichGrant() {
        String token = server.token(
                grant(Grant.Effect.ALLOW, "publisher", "shop", "team-*"),
                grant(Grant.Effect.DENY, "publish", "shop", "team-b"));

        List<JsonObject> checks = told(
                token,
                "",
                question("publish", "shop", "team-a"),
                question("publish", "shop", "team-b"),
                question("read", "shop", "team-b"),
                question("publish", "other", "team-a"),
                question("read", "diamond.access", "user"));

        assertThat(whys(checks))
                .containsExactly("true GRANTED", "false DENIED", "true GRANTED", "false NOT_GRANTED", "false RESERVED");
        assertThat(checks.get(0).object("grant").string("group")).isEqualTo("team-*");
        assertThat(checks.get(0).string("of")).startsWith("token:");
        assertThat(checks.get(1).object("grant").string("effect")).isEqualTo("deny");
        assertThat(checks.get(3).has("grant")).isFalse();
    }

    @Test
    void grantOfAGroup_isToldAsTheGroups() {
        Accounts accounts = server.part(Accounts.class);
        TestTokens.save(
                accounts, Account.of(new Subject(Subject.Kind.GROUP, "readers"), Grant.allow(Bundle.READER, "shop")));
        String token = TestTokens.issueIn(accounts, server.part(Tokens.class), "readers");

        JsonObject check = told(token, "", question("read", "shop", "any")).get(0);

        assertThat(check.flag("allowed", false)).isTrue();
        assertThat(check.string("of")).isEqualTo("group:readers");
    }

    @Test
    void ofOthers_onlyWhoMayGrantThereIsTold() {
        Accounts accounts = server.part(Accounts.class);
        TestTokens.save(accounts, Account.of(Subject.user("bob"), Grant.allow(Bundle.READER, "shop")));
        String ofBob = "\"subject\":\"user:bob\",";
        String owner = server.token(Grant.allow(Bundle.OWNER, "shop"));

        assertThat(whys(told(owner, ofBob, question("read", "shop", "g"), question("publish", "shop", "g"))))
                .containsExactly("true GRANTED", "false NOT_GRANTED");
        assertThat(ask(owner, ofBob, question("read", "shop", "g"), question("read", "other", "g"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(server.token(Grant.allow(Bundle.PUBLISHER, "shop")), ofBob, question("read", "shop", "g"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(server.token(Grant.admin()), "\"subject\":\"user:nobody\",", question("read", "shop", "g"))
                        .body())
                .contains("SUBJECT_NOT_FOUND");
        assertThat(ask(owner, ofBob).statusCode()).isEqualTo(403);
        assertThat(ask(owner, "\"subject\":\"user:nobody\",").statusCode()).isEqualTo(403);
    }

    @Test
    void wrongQuestions_areRefused() {
        String token = server.token();

        assertThat(ask(token, "", question("fly", "shop", "g")).body()).contains("INVALID_BODY");
        assertThat(ask(token, "", question("notify", "shop", "g")).statusCode()).isEqualTo(400);
        assertThat(ask(token, "", question("read", "shop", "no group")).statusCode())
                .isEqualTo(400);
        assertThat(ask(token, "\"subject\":\"bob\",").statusCode()).isEqualTo(400);
    }

    @Test
    void openServer_allowsEverything_andSaysWhy(@TempDir Path folder) throws Exception {
        try (TestServer open = TestServer.start(folder)) {
            HttpResponse<String> answer = new AdminApi(open.base())
                    .post("/access/check", "{\"checks\":[" + question("grant", "shop", "g") + "]}");

            assertThat(AdminApi.json(answer).objects("checks"))
                    .singleElement()
                    .satisfies(check -> assertThat(check.string("why")).isEqualTo("OPEN"));
        }
    }
}
