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
 * What people and programs rely on when they publish datums over the native API. It knows a server by its address alone and
 * leaves others' keys alone.
 */
public abstract class DatumContract {

    private AdminApi api;

    /** The address of the application, with or without a slash at its end. */
    protected abstract URI base();

    private final String key = "?group=datums-" + UUID.randomUUID() + "&dataId=providers";

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
    }

    private JsonObject publish(String datumId, String content, String... headers) {
        return done(api.put("/datums" + key + "&datumId=" + datumId, content, headers));
    }

    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo(code);
    }

    private void awaitContent(String content) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(api.get("/config" + key).body()).isEqualTo(content));
    }

    @Test
    void firstDatum_isServedAtOnce() {
        JsonObject published = publish("10.0.0.1:80", "weight=1");

        assertThat(published.string("datumId")).isEqualTo("10.0.0.1:80");
        assertThat(published.number("datumVersion")).isEqualTo(1);
        assertThat(published.number("dirty")).isEqualTo(1);
        assertThat(published.flag("changed", false)).isTrue();
        assertThat(api.get("/config" + key).body()).isEqualTo("weight=1");
    }

    @Test
    void datums_areServedMerged_inTheOrderOfTheirIds() {
        publish("b", "2");
        publish("%C3%A4", "3");
        publish("a", "1");

        awaitContent("1\r\n2\r\n3");
        assertThat(publish("a", "1").flag("changed", true)).isFalse();
    }

    @Test
    void mergedContent_wakesAPollOfItsKey() {
        publish("a", "1");
        String seen = api.get("/config" + key).headers().firstValue("ETag").orElseThrow();

        publish("b", "2");
        HttpResponse<String> woken = api.get("/config" + key + "&wait=20s", "If-None-Match", seen);

        assertThat(woken.body()).isEqualTo("1\r\n2");
    }

    @Test
    void removedDatums_areGone_andWithTheLastOneTheKey() {
        publish("a", "1");
        publish("b", "2");
        publish("c", "3");
        awaitContent("1\r\n2\r\n3");

        done(api.delete("/datums" + key + "&datumId=b"));
        awaitContent("1\r\n3");
        assertRefused(api.delete("/datums" + key + "&datumId=b"), 404, "DATUM_NOT_FOUND");
        JsonObject all = done(api.delete("/datums/all" + key));

        assertThat(all.number("dirty")).isEqualTo(5);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(api.get("/config" + key).statusCode()).isEqualTo(404));
        assertRefused(api.delete("/datums/all" + key), 404, "CONFIG_NOT_FOUND");
    }

    @Test
    void list_tellsAllDatumsWhole_pageByPage() {
        for (int i = 0; i < 5; i++) {
            publish("d" + i, "content " + i + " " + "x".repeat(200));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = done(api.get("/datums" + key + "&limit=2" + cursor));
            page.objects("datums").forEach(datum -> {
                assertThat(datum.string("content")).hasSize(210);
                assertThat(datum.number("version")).isPositive();
                seen.add(datum.string("datumId"));
            });
            assertThat(page.number("dirty")).isEqualTo(5);
            cursor = page.optionalString("next").map(next -> "&cursor=" + next).orElse("");
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactly("d0", "d1", "d2", "d3", "d4");
    }

    @Test
    void histories_tellWhoChangedWhichDatum_andWhichVersionsWereMerged() {
        publish("a", "1");
        done(api.delete("/datums" + key + "&datumId=a&comment=moved"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(done(api.get("/history" + key)).objects("versions"))
                        .extracting(version -> version.string("operation"))
                        .containsExactly("remove", "merge"));

        JsonObject first = done(api.get("/datums/history" + key + "&limit=1"));
        JsonObject second = done(api.get("/datums/history" + key + "&cursor=" + first.string("next")));

        assertThat(first.objects("changes").get(0).string("comment")).isEqualTo("moved");
        assertThat(first.objects("changes").get(0).string("operation")).isEqualTo("remove");
        assertThat(second.objects("changes").get(0).string("datumId")).isEqualTo("a");
        assertThat(second.optionalString("next")).isEmpty();
    }

    @Test
    void kinds_neverOverwriteEachOther() {
        publish("a", "1");
        String whole = key + ".whole";
        done(api.put("/config" + whole, "x"));

        assertRefused(api.put("/config" + key, "x"), 409, "KIND_MISMATCH");
        assertRefused(api.delete("/config" + key), 409, "KIND_MISMATCH");
        assertRefused(api.post("/rollback" + key + "&version=1", ""), 409, "KIND_MISMATCH");
        assertRefused(api.put("/datums" + whole + "&datumId=a", "1"), 409, "KIND_MISMATCH");
        assertRefused(api.get("/datums" + whole), 409, "KIND_MISMATCH");
        assertThat(api.get("/config" + key).body()).isEqualTo("1");
    }

    @Test
    void changeRepeatedUnderItsIdempotencyKey_takesEffectOnce() {
        String name = UUID.randomUUID().toString();
        JsonObject first = publish("a", "1", "Idempotency-Key", name);
        publish("a", "2");

        assertThat(publish("a", "1", "Idempotency-Key", name).number("datumVersion"))
                .isEqualTo(first.number("datumVersion"));
        awaitContent("2");
        assertRefused(
                api.put("/datums" + key + "&datumId=b", "1", "Idempotency-Key", name), 422, "IDEMPOTENCY_KEY_REUSED");
    }
}
