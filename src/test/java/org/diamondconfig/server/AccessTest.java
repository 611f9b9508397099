/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, users, groups and what they are granted, as a tool of an operator deals with them on a closed server. */
class AccessTest {

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    private final String group = "g-" + UUID.randomUUID();
    private final String key = "?group=" + group + "&dataId=a";

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

    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo(code);
    }

    private static JsonObject make(String account) {
        return done(api.post("/access/tokens", account, as(admin)));
    }

    private static String grants(String can, String namespace, String group) {
        return "{\"grants\":[{\"can\":[\"" + can + "\"],\"namespace\":\"" + namespace + "\",\"group\":\"" + group
                + "\"}]}";
    }

    private static void save(String subject, String account) {
        done(api.putJson("/access/accounts?subject=" + subject, account, as(admin)));
    }

    @Test
    void token_isShownOnce_andDoesWhatItWasGranted() {
        JsonObject made = make(grants("publisher", "public", group));
        String token = made.string("token");

        assertThat(token).matches("dmt_[0-9a-f]{8}_[0-9A-Za-z]{43}");
        done(api.put("/config" + key, "1", as(token)));
        assertThat(api.get("/config" + key, as(token)).body()).isEqualTo("1");
        assertRefused(api.put("/config?group=other&dataId=a", "1", as(token)), 403, "FORBIDDEN");
        assertThat(api.get("/access/accounts?subject=" + made.string("subject"), as(admin))
                        .body())
                .doesNotContain(token.substring(13))
                .doesNotContain("hash");
    }

    @Test
    void refusal_isAlikeWhetherAKeyExistsOrNot() {
        String reader = make(grants("reader", "public", "elsewhere")).string("token");
        done(api.put("/config" + key, "1", as(admin)));

        HttpResponse<String> existing = api.get("/config" + key, as(reader));
        HttpResponse<String> missing = api.get("/config" + key + "nothing", as(reader));

        assertRefused(existing, 403, "FORBIDDEN");
        assertRefused(missing, 403, "FORBIDDEN");
        assertThat(AdminApi.json(existing).string("detail"))
                .isEqualTo(AdminApi.json(missing).string("detail"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer nonsense",
                "Bearer dmt_00000000_0000000000000000000000000000000000000000000",
                "Basic YWRtaW46YWRtaW4=",
                "bearer dmt_zzzzzzzz_0000000000000000000000000000000000000000000"
            })
    void whatIsNoToken_isRefused(String shown) {
        assertRefused(api.get("/config" + key, "Authorization", shown), 401, "BAD_TOKEN");
    }

    @Test
    void tokenOfAnotherSecret_isRefused() {
        char last = admin.charAt(admin.length() - 1);
        String wrong = admin.substring(0, admin.length() - 1) + (last == 'x' ? 'y' : 'x');

        assertRefused(api.get("/config" + key, as(wrong)), 401, "BAD_TOKEN");
    }

    @Test
    void token_endsWithItsTime_itsNetworkAndItsRevocation() {
        String expired =
                make("{\"expires\":\"" + Instant.now().minusSeconds(1) + "\"}").string("token");
        String elsewhere = make("{\"networks\":[\"10.0.0.0/8\"]}").string("token");
        String here = make("{\"networks\":[\"10.0.0.0/8\",\"127.0.0.0/8\"]}").string("token");
        JsonObject revoked = make("{}");

        assertRefused(api.get("/whoami", as(expired)), 401, "BAD_TOKEN");
        assertRefused(api.get("/whoami", as(elsewhere)), 401, "BAD_TOKEN");
        done(api.get("/whoami", as(here)));
        done(api.get("/whoami", as(revoked.string("token"))));
        done(api.delete("/access/accounts?subject=" + revoked.string("subject"), as(admin)));
        assertRefused(api.get("/whoami", as(revoked.string("token"))), 401, "BAD_TOKEN");
    }

    @Test
    void networkOfAToken_isJudgedByTheAddressThatABelievedProxyNames(@TempDir Path folder) throws Exception {
        Map<String, String> settings =
                Map.of("diamond.access", "closed", "diamond.proxies", "127.0.0.0/8, 10.9.0.0/16");
        try (TestServer behind = TestServer.start(folder, settings)) {
            AdminApi through = new AdminApi(behind.base());
            String token = TestTokens.issue(behind.part(Accounts.class), behind.part(Tokens.class), "10.1.0.0/16");

            assertThat(through.get("/whoami", asThrough(token, "10.1.2.3")).statusCode())
                    .isEqualTo(200);
            assertThat(through.get("/whoami", asThrough(token, "6.6.6.6, 10.1.2.3, 10.9.1.1"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(through.get("/whoami", asThrough(token, "10.1.2.3, 6.6.6.6"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(through.get("/whoami", asThrough(token, "10.1.2.3, somewhere"))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertRefused(
                api.get(
                        "/whoami",
                        asThrough(make("{\"networks\":[\"10.1.0.0/16\"]}").string("token"), "10.1.2.3")),
                401,
                "BAD_TOKEN");
    }

    private static String[] asThrough(String token, String chain) {
        return new String[] {"Authorization", "Bearer " + token, "X-Forwarded-For", chain};
    }

    @Test
    void whoeverIsSentAway_isInTheTrail() {
        assertRefused(api.get("/config" + key), 401, "SIGN_IN_REQUIRED");

        Awaitility.await()
                .until(() -> done(api.get("/audit?action=enter", as(admin))).objects("entries").stream()
                        .anyMatch(entry -> entry.string("outcome").equals("SIGN_IN_REQUIRED")));
    }

    @Test
    void whoShowsNothing_isTakenForTheSubjectOfItsNetwork(@TempDir Path folder) throws Exception {
        try (TestServer old = TestServer.start(folder, Map.of("diamond.access", "closed"))) {
            AdminApi nobody = new AdminApi(old.base());
            Accounts accounts = old.part(Accounts.class);
            TestTokens.trust(accounts, "10.0.0.0/8", Grant.allow(Bundle.PUBLISHER, "public"));
            assertRefused(nobody.get("/config" + key), 401, "SIGN_IN_REQUIRED");

            TestTokens.trust(accounts, "127.0.0.0/8", Grant.allow(Bundle.PUBLISHER, "public"));

            done(nobody.put("/config" + key, "1"));
            assertThat(nobody.outside("config.co?group=" + group + "&dataId=a").body())
                    .isEqualTo("1");
            assertThat(done(nobody.get("/whoami")).string("subject")).isEqualTo("network:legacy");
            assertRefused(nobody.get("/access/accounts"), 403, "FORBIDDEN");
            assertRefused(nobody.get("/config" + key, as("wrong")), 401, "BAD_TOKEN");
            assertRefused(nobody.get("/config" + key, "X-Forwarded-For", "127.0.0.1"), 401, "SIGN_IN_REQUIRED");
        }
    }

    @Test
    void disabledToken_isRefusedUntilItIsEnabled_withTheSameSecret() {
        JsonObject made = make("{}");

        save(made.string("subject"), "{\"disabled\":true}");
        assertRefused(api.get("/whoami", as(made.string("token"))), 401, "BAD_TOKEN");
        save(made.string("subject"), "{}");
        done(api.get("/whoami", as(made.string("token"))));
    }

    @Test
    void group_givesItsMembersWhatItWasGranted_fromNowOn() {
        String token = make("{\"groups\":[\"" + group + "\"]}").string("token");
        done(api.put("/config" + key, "1", as(admin)));

        assertRefused(api.get("/config" + key, as(token)), 403, "FORBIDDEN");
        save("group:" + group, grants("reader", "public", group));
        assertThat(api.get("/config" + key, as(token)).body()).isEqualTo("1");
        save("group:" + group, "{\"grants\":[]}");
        assertRefused(api.get("/config" + key, as(token)), 403, "FORBIDDEN");
    }

    @Test
    void whoami_tellsTheSubjectAndItsGrants() {
        save("group:" + group, grants("reader", "*", group));
        JsonObject made =
                make("{\"groups\":[\"" + group + "\"],\"grants\":[{\"can\":[\"operate\"],\"namespace\":\"*\"}]}");

        JsonObject who = done(api.get("/whoami", as(made.string("token"))));

        assertThat(who.string("subject")).isEqualTo(made.string("subject"));
        assertThat(who.string("access")).isEqualTo("closed");
        assertThat(who.objects("grants").stream()
                        .map(grant -> grant.strings("can").get(0)))
                .containsExactly("operate", "reader");
    }

    @Test
    void rowsOfASearch_andNamespaces_areThoseThatMayBeRead() {
        String reader = make(grants("reader", "public", group)).string("token");
        done(api.put("/config" + key, "1", as(admin)));
        done(api.put("/config?group=hidden-" + group + "&dataId=a", "1", as(admin)));
        done(api.post("/namespaces", "{\"namespace\":\"ns-" + group + "\"}", as(admin)));

        assertThat(api.get("/configs?dataId=a&limit=500", as(reader)).body())
                .contains(group)
                .doesNotContain("hidden-" + group);
        assertThat(done(api.get("/namespaces", as(reader))).objects("namespaces"))
                .hasSize(1);
        assertRefused(api.get("/configs?namespace=ns-" + group, as(reader)), 403, "FORBIDDEN");
    }

    @Test
    void pollThatIsHeld_isToldNothingOnceTheRightIsGone() throws Exception {
        JsonObject made = make(grants("reader", "public", group));
        done(api.put("/config" + key, "1", as(admin)));
        String watch = "{\"items\":[{\"group\":\"" + group
                + "\",\"dataId\":\"a\",\"md5\":\"c4ca4238a0b923820dcc509a6f75849b\"}]}";
        CompletableFuture<String> told = CompletableFuture.supplyAsync(() ->
                api.post("/watch?wait=8s", watch, as(made.string("token"))).body());
        Awaitility.await().until(() -> api.outside("metrics", as(admin)).body().contains("diamond_polls_held 1.0\n"));

        save(made.string("subject"), "{\"grants\":[]}");
        done(api.put("/config" + key, "secret", as(admin)));

        assertThat(told.get(60, TimeUnit.SECONDS)).contains("\"changes\":[]").doesNotContain("secret");
    }

    @Test
    void accessData_areNoConfigurationsToAnybody() {
        String reserved = "?namespace=" + Access.RESERVED + "&group=user&dataId=admin";
        save("user:root-" + group, "{\"grants\":[{\"can\":[\"admin\"],\"namespace\":\"*\"}]}");

        assertRefused(api.get("/config" + reserved, as(admin)), 403, "FORBIDDEN");
        assertRefused(api.put("/config" + reserved, "{}", as(admin)), 403, "FORBIDDEN");
        assertRefused(api.delete("/config" + reserved, as(admin)), 403, "FORBIDDEN");
        assertRefused(api.get("/history" + reserved, as(admin)), 403, "FORBIDDEN");
        assertRefused(api.get("/configs?namespace=" + Access.RESERVED, as(admin)), 403, "FORBIDDEN");
        assertRefused(api.delete("/namespaces?namespace=" + Access.RESERVED, as(admin)), 403, "FORBIDDEN");
        assertThat(api.get("/configs?limit=500", as(admin)).body()).doesNotContain(Access.RESERVED);
        assertThat(api.get("/namespaces", as(admin)).body()).doesNotContain(Access.RESERVED);
    }

    @Test
    void owner_grantsInItsNamespace_andNowhereElse() {
        String namespace = "ns-" + group;
        String owner = make(grants("owner", namespace, "*")).string("token");
        String subject = "user:bob-" + group;
        save(subject, "{\"description\":\"Bob\",\"grants\":[{\"can\":[\"reader\"],\"namespace\":\"public\"}]}");
        String path = "/access/grants?subject=" + subject + "&namespace=";

        done(api.putJson(path + namespace, grants("publisher", namespace, "*"), as(owner)));

        assertThat(done(api.get(path + namespace, as(owner))).objects("grants")).hasSize(1);
        JsonObject bob = done(api.get("/access/accounts?subject=" + subject, as(admin)));
        assertThat(bob.objects("grants").stream().map(grant -> grant.string("namespace")))
                .containsExactly("public", namespace);
        assertThat(bob.string("description")).isEqualTo("Bob");
        assertRefused(api.get(path + "public", as(owner)), 403, "FORBIDDEN");
        assertRefused(api.putJson(path + "public", grants("reader", "public", "*"), as(owner)), 403, "FORBIDDEN");
        assertRefused(api.putJson(path + namespace, grants("reader", "public", "*"), as(owner)), 400, "INVALID_BODY");
        assertRefused(api.putJson(path + namespace, grants("admin", namespace, "*"), as(owner)), 400, "INVALID_BODY");
        assertRefused(api.get("/access/accounts?subject=" + subject, as(owner)), 403, "FORBIDDEN");
    }

    @Test
    void owner_deniesNobody_andGivesNothingBackThatWasDenied() {
        String namespace = "ns-" + group;
        String owner = make(grants("owner", namespace, "*")).string("token");
        String subject = "user:bob-" + group;
        save(subject, "{\"grants\":[{\"effect\":\"deny\",\"can\":[\"publish\"],\"namespace\":\"" + namespace + "\"}]}");
        String path = "/access/grants?subject=" + subject + "&namespace=" + namespace;

        done(api.putJson(path, grants("owner", namespace, "*"), as(owner)));
        assertRefused(
                api.putJson(
                        path,
                        "{\"grants\":[{\"effect\":\"deny\",\"can\":[\"grant\"],\"namespace\":\"" + namespace + "\"}]}",
                        as(owner)),
                400,
                "INVALID_BODY");

        assertThat(done(api.get(path, as(owner))).objects("grants").stream().map(grant -> grant.string("effect")))
                .containsExactly("deny", "allow");
    }

    @Test
    void lastAdmin_cannotBeRemovedDisabledOrStripped() {
        String subject = "user:last-" + group;
        List<JsonObject> before =
                done(api.get("/access/accounts?kind=user", as(admin))).objects("accounts");
        save(subject, "{\"grants\":[{\"can\":[\"admin\"],\"namespace\":\"*\"}]}");
        before.stream()
                .filter(account -> account.string("subject").equals("user:admin")
                        || account.string("subject").contains("root-"))
                .forEach(account ->
                        done(api.delete("/access/accounts?subject=" + account.string("subject"), as(admin))));

        assertRefused(api.delete("/access/accounts?subject=" + subject, as(admin)), 409, "LAST_ADMIN");
        assertRefused(
                api.putJson(
                        "/access/accounts?subject=" + subject,
                        "{\"disabled\":true,\"grants\":[{\"can\":[\"admin\"]," + "\"namespace\":\"*\"}]}",
                        as(admin)),
                409,
                "LAST_ADMIN");
        assertRefused(api.putJson("/access/accounts?subject=" + subject, "{}", as(admin)), 409, "LAST_ADMIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"grants\":[{\"can\":[\"write\"],\"namespace\":\"*\"}]}",
                "{\"grants\":[{\"can\":[\"read\"],\"namespace\":\"a?b\"}]}",
                "{\"grants\":[{\"can\":[\"read\"]}]}",
                "{\"grants\":[{\"can\":[],\"namespace\":\"*\"}]}",
                "{\"grants\":[{\"effect\":\"maybe\",\"can\":[\"read\"],\"namespace\":\"*\"}]}",
                "{\"groups\":[\"a b\"]}",
                "{\"expires\":\"tomorrow\"}",
                "{\"networks\":[\"localhost\"]}",
                "[]"
            })
    void accountThatIsNotUnderstood_isRefused_andChangesNothing(String account) {
        String subject = "user:bad-" + group;

        HttpResponse<String> refusal = api.putJson("/access/accounts?subject=" + subject, account, as(admin));

        assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(400);
        assertThat(AdminApi.json(refusal).string("code")).isIn("INVALID_BODY", "INVALID_NAME");
        assertRefused(api.get("/access/accounts?subject=" + subject, as(admin)), 404, "SUBJECT_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "robot:alice", "user:", "user:a%20b", "user:.hidden", "user:a%2Fb", "USER:alice"})
    void subjectThatIsNone_isRefused(String subject) {
        assertRefused(api.get("/access/accounts?subject=" + subject, as(admin)), 400, "BAD_PARAMETER");
    }

    @Test
    void change_isMadeOnTheVersionThatWasSeen() {
        String path = "/access/accounts?subject=user:cas-" + group;
        save("user:cas-" + group, "{}");
        String tag = api.get(path, as(admin)).headers().firstValue("ETag").orElseThrow();
        save("user:cas-" + group, "{\"description\":\"changed meanwhile\"}");

        HttpResponse<String> late = api.putJson(path, "{}", "Authorization", "Bearer " + admin, "If-Match", tag);

        assertRefused(late, 412, "PRECONDITION_FAILED");
    }
}
