/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people and their tools rely on in the native API, beside what the client jar relies on. It knows a server by its address
 * alone and leaves others' keys alone.
 */
public abstract class AdminContract {

    private AdminApi api;

    /** The address of the application, with or without a slash at its end. */
    protected abstract URI base();

    /** A group that no other test uses. */
    private final String group = "admin-" + UUID.randomUUID();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
    }

    private String key(String dataId) {
        return "?group=" + group + "&dataId=" + dataId;
    }

    private JsonObject publish(String dataIdAndMore, String content, String... headers) {
        HttpResponse<String> answer = api.put("/config" + key(dataIdAndMore), content, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    @Test
    void features_areListed() {
        assertThat(AdminApi.json(api.get("")).strings("features")).contains("config", "watch", "history");
    }

    @Test
    void publish_tellsVersionAndMd5_andIsServedAtOnce() {
        HttpResponse<String> published = api.put("/config" + key("a.yml") + "&type=yaml", "a: 1");
        HttpResponse<String> read = api.get("/config" + key("a.yml"));

        assertThat(published.statusCode()).as(published.body()).isEqualTo(200);
        assertThat(AdminApi.json(published).number("version")).isEqualTo(1);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("a: 1");
        for (String header : List.of("ETag", "Diamond-Version", "Diamond-Epoch", "Diamond-Md5")) {
            assertThat(header(read, header)).as(header).isNotEmpty().isEqualTo(header(published, header));
        }
        assertThat(header(read, "Diamond-Type")).isEqualTo("yaml");
        assertThat(header(read, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void publish_ofTheSame_writesNothing() {
        publish("a&type=json", "{}");

        JsonObject again = publish("a", "{}");

        assertThat(again.number("version")).isEqualTo(1);
        assertThat(again.flag("changed", true)).isFalse();
        assertThat(header(api.get("/config" + key("a")), "Diamond-Type")).isEqualTo("json");
    }

    @Test
    void publish_staleIfMatch_is412_withTheCurrentVersion() {
        publish("a", "1");
        String seen = header(api.get("/config" + key("a")), "ETag");
        publish("a", "2", "If-Match", seen);

        HttpResponse<String> stale = api.put("/config" + key("a"), "3", "If-Match", seen);

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(AdminApi.json(stale).number("version")).isEqualTo(2);
        assertThat(header(stale, "ETag")).isEqualTo(header(api.get("/config" + key("a")), "ETag"));
        assertThat(api.get("/config" + key("a")).body()).isEqualTo("2");
    }

    @Test
    void publish_ifNoneMatchStar_createsOnlyWhatIsNotThere() {
        publish("a", "1", "If-None-Match", "*");

        assertThat(api.put("/config" + key("a"), "2", "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(api.put("/config" + key("b"), "2", "If-Match", "*").statusCode())
                .isEqualTo(412);
    }

    @Test
    void publish_emptyContent_needsToBeMeant() {
        assertThat(api.put("/config" + key("empty"), "").statusCode()).isEqualTo(400);
        assertThat(api.put("/config" + key("empty") + "&allowEmpty=true", "").statusCode())
                .isEqualTo(200);

        HttpResponse<String> read = api.get("/config" + key("empty"));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEmpty();
    }

    @Test
    void publish_repeatedUnderItsIdempotencyKey_takesEffectOnce() {
        String name = UUID.randomUUID().toString();
        JsonObject first = publish("a", "1", "Idempotency-Key", name);
        publish("a", "2");

        JsonObject repeated = publish("a", "1", "Idempotency-Key", name);

        assertThat(repeated.number("version")).isEqualTo(first.number("version"));
        assertThat(api.get("/config" + key("a")).body()).isEqualTo("2");
        assertThat(api.put("/config" + key("a"), "other", "Idempotency-Key", name)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void remove_isAVersion_andTheKeyGoesOnCounting() {
        publish("a", "1");

        HttpResponse<String> removed = api.delete("/config" + key("a"));

        assertThat(AdminApi.json(removed).number("version")).isEqualTo(2);
        assertThat(api.get("/config" + key("a")).statusCode()).isEqualTo(404);
        assertThat(api.delete("/config" + key("a")).statusCode()).isEqualTo(404);
        assertThat(publish("a", "1").number("version")).isEqualTo(3);
    }

    @Test
    void search_findsByNameTagTypeAppAndContent() {
        publish("db.properties&type=properties&tags=prod,eu&app=shop", "url=jdbc:x");
        publish("db.yml&type=yaml&tags=dev&app=shop", "url: jdbc:y");
        publish("other_1", "nothing");
        publish("otherX1", "nothing");

        assertThat(found("")).containsExactlyInAnyOrder("db.properties", "db.yml", "other_1", "otherX1");
        assertThat(found("&dataId=db.*")).containsExactlyInAnyOrder("db.properties", "db.yml");
        assertThat(found("&dataId=*.yml")).containsExactly("db.yml");
        assertThat(found("&dataId=other_1")).containsExactly("other_1");
        assertThat(found("&tag=eu")).containsExactly("db.properties");
        assertThat(found("&type=yaml")).containsExactly("db.yml");
        assertThat(found("&app=shop")).hasSize(2);
        assertThat(found("&content=jdbc:y")).containsExactly("db.yml");
        assertThat(found("&dataId=%25")).isEmpty();
    }

    @Test
    void search_tellsWhereTheFoundStands_whateverItWasSoughtBy() {
        publish("found.properties&type=properties", "a=1\n  redis.host = größe-1 \n");

        assertThat(passage("&content=gr%C3%B6%C3%9Fe")).isEqualTo("2 redis.host = [größe]-1");
        assertThat(passage("&match=regex&content=h.st%5Cs*%3D")).isEqualTo("2 redis.[host =] größe-1");
        assertThat(passage("&match=path&content=$.redis.host")).isEqualTo("2 [redis.host = größe-1]");
        assertThat(search("&dataId=found.*").objects("configs").get(0).has("found"))
                .isFalse();
    }

    /** The line of the one that is found, and what is to be marked in it. */
    private String passage(String more) {
        JsonObject found = search(more).objects("configs").get(0).object("found");
        StringBuilder text = new StringBuilder(found.string("text"));
        text.insert((int) found.number("end"), ']').insert((int) found.number("start"), '[');
        return found.number("line") + " " + text;
    }

    @Test
    void search_pagesThroughEverythingOnce() {
        for (int i = 0; i < 7; i++) {
            publish("page-" + i, "x");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = search("&limit=3" + cursor);
            seen.addAll(names(page));
            cursor = page.optionalString("next")
                    .map(next -> "&cursor=" + AdminApi.escape(next))
                    .orElse("");
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void export_isSentAsAZip_andInNoCharset() {
        assertThat(api.get("/export?namespace=public&dataId=never-there")
                        .headers()
                        .firstValue("Content-Type"))
                .contains("application/zip");
    }

    @Test
    void batch_publishesEachItemByItself_andReadsManyAtOnce() {
        JsonObject published = AdminApi.json(api.post(
                "/configs/publish",
                "{\"items\":[" + item("one", "1", "") + "," + item("two", "2", ",\"ifMatch\":\"\\\"1.9\\\"\"") + ","
                        + item("three", "3", ",\"ifAbsent\":true") + "]}"));
        JsonObject read =
                AdminApi.json(api.post("/configs/get", "{\"keys\":[" + name("one") + "}," + name("two") + "}]}"));

        assertThat(published.objects("results"))
                .extracting(result -> result.number("status"))
                .containsExactly(200L, 412L, 200L);
        assertThat(read.objects("configs"))
                .extracting(config -> config.number("status"))
                .containsExactly(200L, 404L);
        assertThat(read.objects("configs").get(0).string("content")).isEqualTo("1");
    }

    @Test
    void history_keepsEveryVersion_andRollbackMakesAnOldOneNew() {
        publish("a&comment=first", "1");
        publish("a", "2");
        api.delete("/config" + key("a"));

        List<JsonObject> versions =
                AdminApi.json(api.get("/history" + key("a"))).objects("versions");
        JsonObject first = AdminApi.json(api.get("/history" + key("a") + "&version=1"));
        JsonObject back = AdminApi.json(api.post("/rollback" + key("a") + "&version=1", ""));

        assertThat(versions).extracting(version -> version.number("version")).containsExactly(3L, 2L, 1L);
        assertThat(versions)
                .extracting(version -> version.string("operation"))
                .containsExactly("remove", "publish", "publish");
        assertThat(first.string("content")).isEqualTo("1");
        assertThat(first.string("comment")).isEqualTo("first");
        assertThat(back.number("version")).isEqualTo(4);
        assertThat(api.get("/config" + key("a")).body()).isEqualTo("1");
        assertThat(api.get("/history" + key("a") + "&version=99").statusCode()).isEqualTo(404);
    }

    @Test
    void namespace_livesUntilItIsRemovedEmpty() {
        String name = "ns-" + UUID.randomUUID();
        String inside = "/config?namespace=" + name + "&dataId=a";

        assertThat(api.put(inside, "1").statusCode()).isEqualTo(404);
        assertThat(api.post("/namespaces", "{\"namespace\":\"" + name + "\",\"title\":\"One\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.put("/namespaces?namespace=" + name, "{\"title\":\"Two\"}", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.get("/namespaces").body()).contains(name, "Two");
        assertThat(api.put(inside, "1").statusCode()).isEqualTo(200);
        assertThat(api.delete("/namespaces?namespace=" + name).statusCode()).isEqualTo(409);
        assertThat(api.delete(inside).statusCode()).isEqualTo(200);
        assertThat(api.delete("/namespaces?namespace=" + name).statusCode()).isEqualTo(204);
        assertThat(api.get("/namespaces").body()).doesNotContain(name);
    }

    @Test
    void trace_tellsWhereAChangeHasBeen() {
        publish("a", "1");
        api.get("/config" + key("a") + "&minVersion=1");

        List<JsonObject> marks =
                AdminApi.json(api.get("/trace" + key("a") + "&version=1")).objects("marks");

        // A sweep may find the row before the publisher, who has just committed it, says so.
        assertThat(marks)
                .extracting(mark -> mark.string("step"))
                .containsSubsequence("persist", "pull")
                .containsSubsequence("dump", "pull");
        assertThat(marks).allSatisfy(mark -> assertThat(mark.number("millis")).isBetween(0L, 60_000L));
    }

    @Test
    void operator_startsADumpAll_andSeesHowTheNodeIs() {
        assertThat(api.post("/ops/dump", "").statusCode()).isEqualTo(202);
        assertThat(api.outside("health/live").statusCode()).isEqualTo(200);
        assertThat(api.outside("health/ready").body()).contains("\"status\":\"UP\"", "store", "dump");
        assertThat(api.outside("metrics").body()).contains("# TYPE diamond_");
    }

    @Test
    void operator_sendsClientsElsewhere_andTakesThemAgain() {
        try {
            assertThat(api.post("/ops/drain", "").body()).contains("\"draining\":true");
            assertThat(api.outside("health/ready").statusCode()).isEqualTo(503);
            assertThat(api.put("/config" + key("drained"), "1").statusCode()).isEqualTo(200);
            assertThat(api.get("/config" + key("drained")).body()).isEqualTo("1");
        } finally {
            assertThat(api.delete("/ops/drain").body()).contains("\"draining\":false");
        }
        assertThat(api.outside("health/ready").statusCode()).isEqualTo(200);
    }

    /** A server that nobody told its port knows it from the container or from a request. */
    @Test
    void nameServer_handsOutWhereThisServerIsReached() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(api.outside("namesrv/addrs").body())
                        .matches("http://\\S+:" + base().getPort() + "/diamond-server\n"));
        assertThat(api.outside("diamond").body()).matches("[^\\s:]+\n");
        assertThat(api.outside("unit-list?nofix=1").body()).isEqualTo("center\n");
    }

    private JsonObject search(String more) {
        HttpResponse<String> answer = api.get("/configs?group=" + group + more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private List<String> found(String more) {
        return names(search(more));
    }

    private static List<String> names(JsonObject page) {
        return page.objects("configs").stream()
                .map(config -> config.string("dataId"))
                .toList();
    }

    private String name(String dataId) {
        return "{\"group\":\"" + group + "\",\"dataId\":\"" + dataId + "\"";
    }

    private String item(String dataId, String content, String more) {
        return name(dataId) + ",\"content\":\"" + content + "\"" + more + "}";
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
