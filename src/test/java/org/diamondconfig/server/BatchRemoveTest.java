/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many configurations removed by one request: what was seen goes, and nothing else. */
class BatchRemoveTest {

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

    private void publish(String ofGroup, String dataId, String content) {
        assertThat(api.put("/config?group=" + ofGroup + "&dataId=" + dataId, content, as(admin))
                        .statusCode())
                .isEqualTo(200);
    }

    private int status(String dataId) {
        return api.get("/config?group=" + group + "&dataId=" + dataId, as(admin))
                .statusCode();
    }

    private String key(String ofGroup, String dataId, long version) {
        return "{\"group\":\"" + ofGroup + "\",\"dataId\":\"" + dataId + "\",\"version\":" + version + "}";
    }

    private JsonObject remove(String more, String token, String... keys) {
        HttpResponse<String> answer =
                api.post("/configs/remove", "{\"keys\":[" + String.join(",", keys) + "]" + more + "}", as(token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static List<String> outcomes(JsonObject report) {
        return report.objects("items").stream()
                .map(item -> item.string("outcome")
                        + item.optionalString("code").map(code -> " " + code).orElse(""))
                .toList();
    }

    @Test
    void whatWasSeen_isRemoved_andWhatChangedSince_isLeftAlone() {
        publish(group, "a", "1");
        publish(group, "b", "1");
        publish(group, "b", "2");

        JsonObject report = remove(
                ",\"comment\":\"tidy\"",
                admin,
                key(group, "a", 1),
                key(group, "b", 1),
                key(group, "never", 1),
                key(group, "a", 1));

        assertThat(outcomes(report))
                .containsExactly("removed", "refused CHANGED_MEANWHILE", "absent", "refused DUPLICATE_KEY");
        assertThat(report.objects("items").get(0).number("version")).isEqualTo(2);
        assertThat(report.number("removed")).isEqualTo(1);
        assertThat(report.number("absent")).isEqualTo(1);
        assertThat(report.number("refused")).isEqualTo(2);
        assertThat(status("a")).isEqualTo(404);
        assertThat(status("b")).isEqualTo(200);
        JsonObject history = AdminApi.json(api.get("/history?group=" + group + "&dataId=a", as(admin)));
        assertThat(history.objects("versions").get(0).string("operation")).isEqualTo("remove");
        assertThat(history.objects("versions").get(0).string("comment")).isEqualTo("tidy");
        assertThat(api.get("/audit?group=" + group + "&dataId=a", as(admin)).body())
                .contains("\"remove\"");
    }

    @Test
    void dryRun_tellsTheSame_andRemovesNothing() {
        publish(group, "a", "1");

        JsonObject report = remove(",\"dryRun\":true", admin, key(group, "a", 1), key(group, "a2", 1));

        assertThat(report.flag("dryRun", false)).isTrue();
        assertThat(outcomes(report)).containsExactly("removed", "absent");
        assertThat(status("a")).isEqualTo(200);
    }

    @Test
    void doneAgain_itFindsNothing() {
        publish(group, "a", "1");
        remove("", admin, key(group, "a", 1));

        assertThat(outcomes(remove("", admin, key(group, "a", 1)))).containsExactly("absent");
    }

    @Test
    void eachKey_isDecidedAboutOnItsOwn() {
        String others = group + "-others";
        publish(group, "a", "1");
        publish(others, "a", "1");
        String token = server.token(new Grant(Grant.Effect.ALLOW, List.of("remove"), "public", group, Grant.ANY));

        assertThat(outcomes(remove("", token, key(others, "a", 1), key(group, "a", 1))))
                .containsExactly("refused FORBIDDEN", "removed");
        assertThat(api.get("/config?group=" + others + "&dataId=a", as(admin)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aggregate_isNotRemovedAsAWhole() {
        assertThat(api.put("/datums?group=" + group + "&dataId=d&datumId=1", "x", as(admin))
                        .statusCode())
                .isEqualTo(200);

        assertThat(outcomes(remove("", admin, key(group, "d", 1)))).containsExactly("refused KIND_MISMATCH");
    }

    @Test
    void keysOfManyGroups_areEachWhatTheyAre_inTheOrderAsked() {
        List<String> groups = List.of(group + "-c", group + "-a", group + "-b");
        groups.forEach(each -> publish(each, "a", "1"));
        publish(groups.get(2), "b", "1");
        api.put("/datums?group=" + groups.get(1) + "&dataId=d&datumId=1", "x", as(admin));

        JsonObject report = remove(
                "",
                admin,
                key(groups.get(2), "b", 1),
                key(groups.get(0), "a", 1),
                key(groups.get(1), "d", 1),
                key(groups.get(1), "a", 7),
                key(groups.get(0), "never", 1),
                key(groups.get(2), "a", 1));

        assertThat(outcomes(report))
                .containsExactly(
                        "removed",
                        "removed",
                        "refused KIND_MISMATCH",
                        "refused CHANGED_MEANWHILE",
                        "absent",
                        "removed");
    }

    @Test
    void manyMore_goTogether() {
        String[] keys = IntStream.range(0, 250)
                .mapToObj(i -> {
                    publish(group, "many-" + i, "1");
                    return key(group, "many-" + i, 1);
                })
                .toArray(String[]::new);

        assertThat(remove("", admin, keys).number("removed")).isEqualTo(250);
    }

    @Test
    void wrongBodies_areRefused() {
        String tooMany =
                IntStream.range(0, 501).mapToObj(i -> key(group, "a", 1)).collect(Collectors.joining(","));
        assertThat(api.post("/configs/remove", "{\"keys\":[" + tooMany + "]}", as(admin))
                        .statusCode())
                .isEqualTo(413);
        assertThat(api.post("/configs/remove", "{}", as(admin)).statusCode()).isEqualTo(400);
        assertThat(api.post("/configs/remove", "{\"keys\":[{\"group\":\"g\",\"dataId\":\"a\"}]}", as(admin))
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.post("/configs/remove", "{\"keys\":[" + key(group, "..", 1) + "]}", as(admin))
                        .statusCode())
                .isEqualTo(400);
    }
}
