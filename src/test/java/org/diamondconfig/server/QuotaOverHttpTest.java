/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas at a closed server: who sets them, what they refuse and by which door, and what is told of them. */
class QuotaOverHttpTest {

    private static Path folder;
    private static TestServer server;
    private static AdminApi api;
    private static String admin;
    private static String owner;
    private static int namespaces;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        server = TestServer.start(folder.resolve("data"), Map.of("diamond.access", "closed"));
        api = new AdminApi(server.base());
        admin = token(Bundle.ADMIN);
        owner = token(Bundle.OWNER);
    }

    private static String token(Bundle bundle) {
        return TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), Grant.allow(bundle, Grant.ANY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] as(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("\"" + code + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    /** A namespace of its own, with this quota. */
    private static String namespace(String quota) {
        String name = "quota" + ++namespaces;
        done(api.post("/namespaces", "{\"namespace\":\"" + name + "\"}", as(owner)));
        done(set(name, quota));
        return name;
    }

    private static HttpResponse<String> set(String scope, String quota) {
        return api.putJson("/quotas?namespace=" + scope, quota, as(admin));
    }

    private static HttpResponse<String> publish(String namespace, String dataId, String content) {
        return api.put("/config?group=G&namespace=" + namespace + "&dataId=" + dataId, content, as(owner));
    }

    private static List<String> held(String query) {
        return done(api.get("/quotas?" + query, as(owner))).objects("quotas").stream()
                .map(one -> one.optionalString("group").orElse("*") + " " + one.number("heldKeys") + "/"
                        + one.number("keys") + " " + one.number("heldBytes") + "/" + one.number("bytes")
                        + (one.flag("full", false) ? " full" : ""))
                .toList();
    }

    @Test
    void fullNamespace_refusesWhatGrows_untilItsQuotaIsRaised() {
        String name = namespace("{\"keys\":1,\"bytes\":8}");
        done(publish(name, "a", "1234"));

        assertRefused(publish(name, "b", "1"), 403, "QUOTA_EXCEEDED");
        assertRefused(publish(name, "a", "123456789"), 403, "QUOTA_EXCEEDED");
        done(publish(name, "a", "12345678"));
        assertThat(held("namespace=" + name)).containsExactly("* 1/1 8/8 full", "G 1/0 8/0");
        done(set(name, "{\"keys\":2}"));
        done(publish(name, "b", "1"));
    }

    @Test
    void refusal_isInTheTrail_andSoIsTheQuota() {
        String name = namespace("{\"bytes\":1}");
        String path = "/config?group=G&namespace=" + name + "&dataId=a";
        assertRefused(api.put(path, "12", as(token(Bundle.PUBLISHER))), 403, "QUOTA_EXCEEDED");

        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                api.get("/audit?namespace=" + name, as(admin)).body())
                        .contains("\"outcome\":\"QUOTA_EXCEEDED\""));
        assertThat(api.get("/audit?action=publish&group=quota&dataId=" + name, as(admin))
                        .body())
                .contains("\"namespace\":\"diamond.access\"");
    }

    @Test
    void ofABatch_whatFitsIsPublished_andTheRestAloneIsRefused() {
        String name = namespace("{\"keys\":2}");
        String item = "{\"namespace\":\"" + name + "\",\"group\":\"G\",\"content\":\"1\",\"dataId\":";

        List<JsonObject> results = done(api.post(
                        "/configs/publish",
                        "{\"items\":[" + item + "\"a\"}," + item + "\"b\"}," + item + "\"c\"}]}",
                        as(owner)))
                .objects("results");

        assertThat(results).extracting(result -> result.number("status")).containsExactly(200L, 200L, 403L);
        assertThat(results.get(2).string("code")).isEqualTo("QUOTA_EXCEEDED");
    }

    @Test
    void rollback_isJudgedAsAPublish() {
        String name = namespace("{\"bytes\":10}");
        done(publish(name, "a", "1234567890"));
        done(publish(name, "a", "1"));
        done(publish(name, "b", "2"));

        String rollback = "/rollback?group=G&namespace=" + name + "&dataId=a&version=1";
        assertRefused(api.post(rollback, "", as(owner)), 403, "QUOTA_EXCEEDED");
        done(api.delete("/config?group=G&namespace=" + name + "&dataId=b", as(owner)));
        done(api.post(rollback, "", as(owner)));
    }

    @Test
    void datums_countAsTheContentOfTheirKey_andAreRefusedBeforeTheyAreTaken() {
        String name = namespace("{\"keys\":1}");
        done(set(name + "&group=G", "{\"bytes\":5}"));
        String key = "/datums?group=G&namespace=" + name + "&dataId=";
        done(api.put(key + "a&datumId=1", "1234", as(owner)));

        assertRefused(api.put(key + "b&datumId=1", "1", as(owner)), 403, "QUOTA_EXCEEDED");
        assertRefused(api.put(key + "a&datumId=2", "1", as(owner)), 403, "QUOTA_EXCEEDED");
        done(api.put(key + "a&datumId=1", "12", as(owner)));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(held("namespace=" + name + "&group=G")).containsExactly("G 1/0 2/5"));
        done(api.put(key + "a&datumId=2", "1", as(owner)));
        done(api.delete(key + "a&datumId=2", as(owner)));
    }

    @Test
    void requestThatTookEffect_isToldAgain_thoughNothingMoreWouldFit() {
        String name = namespace("{\"keys\":1}");
        String path = "/config?group=G&namespace=" + name + "&dataId=a";
        String[] once = {"Authorization", "Bearer " + owner, "Idempotency-Key", "once-" + name};

        done(api.put(path, "1", once));
        done(set(name, "{\"bytes\":1}"));

        assertThat(done(api.put(path, "1", once)).number("version")).isEqualTo(1);
    }

    @Test
    void clientJar_isToldTheCode() {
        String name = namespace("{\"bytes\":1}");
        try (DiamondClient client = DiamondClient.builder()
                .servers(server.base().toString())
                .home(folder.resolve("home"))
                .with(Setting.TOKEN, owner)
                .build()) {
            assertThatExceptionOfType(DiamondException.class)
                    .isThrownBy(() -> client.publish(ConfigKey.of(name, "G", "a"), "12"))
                    .withMessageContaining("may hold 1 bytes")
                    .satisfies(refusal -> {
                        assertThat(refusal.status()).isEqualTo(403);
                        assertThat(refusal.code()).isEqualTo("QUOTA_EXCEEDED");
                    });
        }
    }

    @Test
    void owner_seesTheQuotaOfHisNamespace_andDoesNotLiftIt() {
        String name = namespace("{\"keys\":0,\"bytes\":5}");

        assertThat(held("namespace=" + name)).containsExactly("* 0/0 0/5");
        assertRefused(api.putJson("/quotas?namespace=" + name, "{\"keys\":9}", as(owner)), 403, "FORBIDDEN");
        assertRefused(api.delete("/quotas?namespace=" + name, as(owner)), 403, "FORBIDDEN");
    }

    @Test
    void quotaOutlivesItsNamespace_soThatMakingItAnewLiftsNothing() {
        String name = namespace("{\"bytes\":1}");
        assertThat(api.delete("/namespaces?namespace=" + name, as(owner)).statusCode())
                .isEqualTo(204);
        done(api.post("/namespaces", "{\"namespace\":\"" + name + "\"}", as(owner)));

        assertRefused(publish(name, "a", "12"), 403, "QUOTA_EXCEEDED");
        done(api.delete("/quotas?namespace=" + name, as(admin)));
        done(publish(name, "a", "12"));
        assertRefused(api.delete("/quotas?namespace=" + name, as(admin)), 404, "QUOTA_NOT_FOUND");
    }

    @Test
    void groups_areListedPageByPage() {
        String name = namespace("{\"keys\":9}");
        done(set(name + "&group=A", "{\"keys\":1}"));
        done(publish(name, "a", "1"));
        done(set(name + "&group=Z", "{\"keys\":1}"));

        assertThat(held("namespace=" + name + "&limit=1")).containsExactly("* 1/9 1/0", "A 0/1 0/0");
        assertThat(done(api.get("/quotas?limit=1&namespace=" + name, as(owner))).string("next"))
                .isEqualTo("A");
        assertThat(held("cursor=A&limit=2&namespace=" + name)).containsExactly("G 1/0 1/0", "Z 0/1 0/0");
        assertThat(done(api.get("/quotas?cursor=A&namespace=" + name, as(owner)))
                        .has("next"))
                .isFalse();
        assertThat(held("group=G&namespace=" + name)).containsExactly("G 1/0 1/0");
    }

    @Test
    void quota_isReplacedOnlyAtTheVersionThatIsNamed() {
        String name = namespace("{\"keys\":1}");
        JsonObject quota = done(api.get("/quotas?namespace=" + name, as(owner)))
                .objects("quotas")
                .get(0);
        long generation = Epoch.parse(quota.string("epoch")).generation();
        String[] headers = {
            "Authorization", "Bearer " + admin, "If-Match", "\"" + generation + "." + quota.number("version") + "\""
        };

        done(api.putJson("/quotas?comment=more&namespace=" + name, "{\"keys\":2}", headers));
        assertRefused(api.putJson("/quotas?namespace=" + name, "{\"keys\":3}", headers), 412, "PRECONDITION_FAILED");
    }

    @Test
    void badInput_isRefused_andNamesTheMember() {
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"key\":1}",
                "{\"keys\":-1}",
                "{\"keys\":1e400}",
                "{\"keys\":\"1\"}",
                "{\"bytes\":0.5}",
                "{\"bytes\":9223372036854775808}",
                "{\"keys\":true}")) {
            assertRefused(set("public", bad), 400, "INVALID_BODY");
        }
        assertRefused(set("nowhere", "{\"keys\":1}"), 404, "NAMESPACE_NOT_FOUND");
        assertRefused(api.get("/quotas?namespace=nowhere", as(admin)), 404, "NAMESPACE_NOT_FOUND");
        assertRefused(set("public&group=", "{\"keys\":1}"), 400, "INVALID_NAME");
        assertRefused(set("no%20name", "{\"keys\":1}"), 400, "INVALID_NAME");
        assertRefused(set("public&group=a%2Fb", "{\"keys\":1}"), 400, "INVALID_NAME");
        assertRefused(set("n".repeat(128) + "&group=" + "g".repeat(128), "{\"keys\":1}"), 400, "INVALID_NAME");
        assertThat(held("group=" + "g".repeat(128))).hasSize(1);
        assertRefused(set("diamond.access", "{\"keys\":1}"), 403, "FORBIDDEN");
        assertRefused(set("public&keys=1", "{}"), 400, "UNKNOWN_PARAMETER");
    }
}
