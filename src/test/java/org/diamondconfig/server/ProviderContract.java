/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people and programs rely on when datums stand for providers of a service. It knows a server by its address alone and
 * leaves others' keys alone.
 */
public abstract class ProviderContract {

    private final String key = "?group=providers-" + UUID.randomUUID() + "&dataId=search";
    private AdminApi api;

    /** The address of the application, with or without a slash at its end. */
    protected abstract URI base();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
    }

    private void publish(String... datumIds) {
        for (String datumId : datumIds) {
            done(api.put("/datums" + key + "&datumId=" + datumId, "at " + datumId));
        }
    }

    private JsonObject set(String datumId, String state, String... headers) {
        return done(api.put("/providers" + key + "&datumId=" + datumId + "&state=" + state, "", headers));
    }

    private List<String> told(String more) {
        return done(api.get("/providers" + key + more)).objects("providers").stream()
                .map(provider -> provider.string("datumId") + " " + provider.string("state"))
                .toList();
    }

    private static JsonObject done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo(code);
    }

    @Test
    void providers_areTheDatumsThatAreUp_andAllWithTheirStatesOnDemand() {
        publish("a:1", "b:1", "c:1");
        set("b:1", "offline");
        set("c:1", "down");

        JsonObject up = done(api.get("/providers" + key)).objects("providers").get(0);

        assertThat(told("")).containsExactly("a:1 up");
        assertThat(told("&states=all")).containsExactly("a:1 up", "b:1 offline", "c:1 down");
        assertThat(up.string("content")).isEqualTo("at a:1");
        assertThat(up.number("stateVersion")).isZero();
    }

    @Test
    void state_isCounted_andTheSameAgainChangesNothing() {
        publish("a:1");

        assertThat(set("a:1", "up").flag("changed", true)).isFalse();
        assertThat(set("a:1", "offline").number("stateVersion")).isEqualTo(1);
        assertThat(set("a:1", "offline").flag("changed", true)).isFalse();
        assertThat(set("a:1", "up").number("stateVersion")).isEqualTo(2);
        assertThat(told("")).containsExactly("a:1 up");
    }

    @Test
    void state_leavesTheContentOfTheKeyAlone() {
        publish("a:1");
        HttpResponse<String> before = api.get("/config" + key);

        set("a:1", "offline");

        HttpResponse<String> after = api.get("/config" + key);
        assertThat(after.body()).isEqualTo("at a:1");
        assertThat(after.headers().firstValue("ETag"))
                .isEqualTo(before.headers().firstValue("ETag"));
    }

    @Test
    void state_outlivesItsDatum() {
        publish("a:1", "b:1");
        set("a:1", "offline");

        done(api.delete("/datums" + key + "&datumId=a:1"));
        assertThat(told("&states=all")).containsExactly("b:1 up");
        publish("a:1");

        assertThat(told("&states=all")).containsExactly("a:1 offline", "b:1 up");
    }

    @Test
    void one_isChosenAmongThoseThatAreUp_eachAsLikelyAsAnother() {
        publish("a:1", "b:1", "c:1", "d:1");
        set("b:1", "offline");
        Map<String, Integer> chosen = new HashMap<>();

        IntStream.range(0, 300).forEach(turn -> chosen.merge(told("&one=true").get(0), 1, Integer::sum));

        // Each of three is expected a hundred times, give or take eight; forty-one is seven times that away.
        assertThat(chosen).containsOnlyKeys("a:1 up", "c:1 up", "d:1 up");
        assertThat(chosen.values()).allMatch(times -> times > 41);
    }

    @Test
    void one_ofNone_isNone() {
        publish("a:1");
        set("a:1", "down");

        assertThat(told("&one=true")).isEmpty();
    }

    @Test
    void history_tellsWhoSetAState_newestFirst_pageByPage() {
        publish("a:1");
        set("a:1", "offline&comment=moves");
        set("a:1", "up");
        set("a:1", "down");
        String history = "/providers/history" + key + "&datumId=a:1&limit=2";

        JsonObject first = done(api.get(history));
        JsonObject second = done(api.get(history + "&cursor=" + first.string("next")));

        assertThat(first.objects("changes"))
                .extracting(change -> change.string("state"))
                .containsExactly("down", "up");
        JsonObject oldest = second.objects("changes").get(0);
        assertThat(oldest.string("state")).isEqualTo("offline");
        assertThat(oldest.string("comment")).isEqualTo("moves");
        assertThat(oldest.string("by")).isEqualTo("anonymous");
        assertThat(oldest.string("from")).isNotEmpty();
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void idempotencyKey_hasOneEffect() {
        publish("a:1");
        String name = UUID.randomUUID().toString();

        assertThat(set("a:1", "down", "Idempotency-Key", name).number("stateVersion"))
                .isEqualTo(1);
        set("a:1", "up");

        assertThat(set("a:1", "down", "Idempotency-Key", name).number("stateVersion"))
                .isEqualTo(1);
        assertThat(told("")).containsExactly("a:1 up");
        assertRefused(
                api.put("/providers" + key + "&datumId=a:1&state=up", "", "Idempotency-Key", name),
                422,
                "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void checks_areOff_andCannotBeTurnedOn_whereNoNetworkMayBeDialled() {
        publish("127.0.0.1:1");
        String check = "/providers/check" + key;

        JsonObject report = done(api.get(check));
        assertThat(report.flag("on", true)).isFalse();
        assertThat(report.number("providers")).isEqualTo(1);
        assertThat(report.number("dialled")).isZero();
        assertRefused(api.put(check, ""), 409, "CHECKS_DISABLED");
        assertRefused(api.delete(check), 404, "CHECK_NOT_FOUND");
    }

    @Test
    void wrongRequests_areRefused() {
        assertRefused(api.get("/providers" + key), 404, "CONFIG_NOT_FOUND");
        assertRefused(api.get("/providers" + key + "&one=true"), 404, "CONFIG_NOT_FOUND");
        publish("a:1");
        assertRefused(api.put("/providers" + key + "&datumId=b&state=up", ""), 404, "DATUM_NOT_FOUND");
        assertRefused(api.put("/providers" + key + "&state=up", ""), 400, "INVALID_NAME");
        assertRefused(api.put("/providers" + key + "&datumId=a:1", ""), 400, "BAD_PARAMETER");
        assertRefused(api.put("/providers" + key + "&datumId=a:1&state=Up", ""), 400, "BAD_PARAMETER");
        assertRefused(api.put("/providers" + key + "&datumId=a:1&state=up", "", "If-Match", "*"), 400, "BAD_ETAG");
        assertRefused(api.get("/providers" + key + "&one=true&states=all"), 400, "BAD_PARAMETER");
        assertRefused(api.get("/providers" + key + "&states=down"), 400, "BAD_PARAMETER");
        String whole = key + "-whole";
        done(api.put("/config" + whole, "x"));
        assertRefused(api.get("/providers" + whole), 409, "KIND_MISMATCH");
        assertRefused(api.get("/providers" + whole + "&one=true"), 409, "KIND_MISMATCH");
    }
}
