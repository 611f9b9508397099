/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bulk copy does and tells, on any server that is open; it leaves others' keys alone. */
public abstract class CopyContract {

    private final String group = "copy-" + UUID.randomUUID();
    private final String target = "copied-" + UUID.randomUUID();
    private AdminApi api;

    protected abstract URI base();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
        assertThat(api.post("/namespaces", "{\"namespace\":\"" + target + "\"}").statusCode())
                .isEqualTo(200);
    }

    private void publish(String namespace, String dataIdAndMore, String content) {
        String path = "/config?namespace=" + namespace + "&group=" + group + "&dataId=" + dataIdAndMore;
        HttpResponse<String> answer = api.put(path, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String content(String namespace, String dataId) {
        return api.get("/config?namespace=" + namespace + "&group=" + group + "&dataId=" + dataId)
                .body();
    }

    private HttpResponse<String> copy(String what) {
        return api.post("/configs/copy", "{\"from\":\"public\",\"to\":\"" + target + "\"," + what + "}");
    }

    private String pattern(String more) {
        return "\"group\":\"" + group + "\",\"dataId\":\"*\"" + more;
    }

    private String key(String dataId, String more) {
        return "{\"group\":\"" + group + "\",\"dataId\":\"" + dataId + "\"" + more + "}";
    }

    private static List<String> outcomes(JsonObject report) {
        return report.objects("items").stream()
                .map(item -> item.string("outcome")
                        + item.optionalString("code").map(code -> " " + code).orElse(""))
                .toList();
    }

    @Test
    void copy_takesContentTypeAndLabelsAlong() {
        publish("public", "a&type=yaml&description=D&tags=x,y&app=shop", "a: 1");

        JsonObject report = AdminApi.json(copy(pattern(",\"comment\":\"promoted\"")));

        assertThat(outcomes(report)).containsExactly("created");
        assertThat(content(target, "a")).isEqualTo("a: 1");
        JsonObject found = AdminApi.json(api.get("/configs?namespace=" + target))
                .objects("configs")
                .get(0);
        assertThat(found.string("type")).isEqualTo("yaml");
        assertThat(found.string("description")).isEqualTo("D");
        assertThat(found.strings("tags")).containsExactly("x", "y");
        assertThat(found.string("app")).isEqualTo("shop");
        assertThat(api.get("/history?namespace=" + target + "&group=" + group + "&dataId=a")
                        .body())
                .contains("\"comment\":\"promoted\"");
    }

    @Test
    void dryRun_tellsEachOutcome_withBothSides_andWritesNothing() {
        publish("public", "new", "1");
        publish("public", "other", "2");
        publish("public", "same", "3");
        publish(target, "other", "0");
        publish(target, "same", "3");

        JsonObject report = AdminApi.json(copy(pattern(",\"policy\":\"overwrite\",\"dryRun\":true")));

        assertThat(outcomes(report)).containsExactly("created", "overwritten", "same");
        JsonObject over = report.objects("items").get(1);
        assertThat(over.number("sourceVersion")).isEqualTo(1);
        assertThat(over.number("targetVersion")).isEqualTo(1);
        assertThat(over.string("sourceMd5")).isNotEqualTo(over.string("targetMd5"));
        assertThat(over.has("version")).isFalse();
        assertThat(report.number("created") + report.number("overwritten") + report.number("same"))
                .isEqualTo(report.number("total"));
        assertThat(content(target, "other")).isEqualTo("0");
        assertThat(api.get("/config?namespace=" + target + "&group=" + group + "&dataId=new")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void policy_saysWhatBecomesOfWhatIsThere() {
        publish("public", "a", "1");
        publish("public", "b", "2");
        publish(target, "b", "0");

        JsonObject aborted = AdminApi.json(copy(pattern("")));
        assertThat(outcomes(aborted)).containsExactly("skipped ABORTED", "refused EXISTS");
        assertThat(aborted.flag("aborted", false)).isTrue();
        assertThat(content(target, "a")).doesNotStartWith("1");

        assertThat(outcomes(AdminApi.json(copy(pattern(",\"policy\":\"skip\"")))))
                .containsExactly("created", "skipped EXISTS");
        assertThat(outcomes(AdminApi.json(copy(pattern(",\"policy\":\"overwrite\"")))))
                .containsExactly("same", "overwritten");
        assertThat(content(target, "b")).isEqualTo("2");
    }

    @Test
    void plan_ofADryRun_isCarriedOut_onlyWhileItHolds() {
        publish("public", "a", "1");
        publish(target, "a", "0");
        String wish = ",\"policy\":\"overwrite\"";
        String plan = AdminApi.json(copy(pattern(wish + ",\"dryRun\":true"))).string("plan");
        publish(target, "a", "someone else's");

        HttpResponse<String> stale = copy(pattern(wish + ",\"plan\":\"" + plan + "\""));

        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(AdminApi.json(stale).string("code")).isEqualTo("PLAN_CHANGED");
        assertThat(content(target, "a")).isEqualTo("someone else's");
        String fresh = AdminApi.json(copy(pattern(wish + ",\"dryRun\":true"))).string("plan");
        assertThat(outcomes(AdminApi.json(copy(pattern(wish + ",\"plan\":\"" + fresh + "\"")))))
                .containsExactly("overwritten");
        assertThat(content(target, "a")).isEqualTo("1");
    }

    @Test
    void keys_goUnderOtherNames_andTwoToOneIsRefused() {
        publish("public", "a", "1");
        publish("public", "b", "2");
        String keys = "\"keys\":[" + key("a", ",\"toDataId\":\"c\"") + "," + key("b", ",\"toDataId\":\"c\"") + ","
                + key("gone", "") + "],\"policy\":\"skip\"";

        JsonObject report = AdminApi.json(copy(keys));

        assertThat(outcomes(report)).containsExactly("created", "refused DUPLICATE_KEY", "refused CONFIG_NOT_FOUND");
        assertThat(content(target, "c")).isEqualTo("1");
    }

    @Test
    void groups_areRenamed() {
        publish("public", "a", "1");

        AdminApi.json(copy(pattern(",\"groups\":{\"" + group + "\":\"" + group + ".new\"}")));

        assertThat(api.get("/config?namespace=" + target + "&group=" + group + ".new&dataId=a")
                        .body())
                .isEqualTo("1");
    }

    @Test
    void pages_reachEveryKeyOnce() {
        for (int i = 0; i < 7; i++) {
            publish("public", "k" + i, "v" + i);
        }
        List<String> copied = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            JsonObject report = AdminApi.json(copy(pattern(",\"limit\":3"
                    + next.map(cursor -> ",\"cursor\":\"" + cursor + "\"").orElse(""))));
            report.objects("items").forEach(item -> copied.add(item.string("dataId")));
            next = report.optionalString("next");
        } while (next.isPresent());

        assertThat(copied).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
    }

    @Test
    void aggregates_areRefusedByName_onBothSides() {
        api.put("/datums?group=" + group + "&dataId=merged&datumId=1", "one");
        publish("public", "whole", "1");
        api.put("/datums?namespace=" + target + "&group=" + group + "&dataId=whole&datumId=1", "one");

        JsonObject report = AdminApi.json(copy(pattern(",\"policy\":\"overwrite\"")));

        assertThat(outcomes(report)).containsExactly("refused AGGREGATE", "refused KIND_MISMATCH");
    }

    @Test
    void whatIsNoCopy_isRefusedAsAWhole() {
        for (String body : List.of(
                "{}",
                "{\"from\":\"a\"}",
                "{\"from\":\"public\",\"to\":\"public\"}",
                "{\"from\":\"public\",\"to\":\"a b\",\"dataId\":\"*\"}",
                "{\"from\":\"public\",\"to\":\"b\",\"dataId\":\"*\",\"policy\":\"maybe\"}",
                "{\"from\":\"public\",\"to\":\"b\",\"dataId\":\"*\",\"keys\":[]}",
                "{\"from\":\"public\",\"to\":\"b\",\"dataId\":\"*\",\"cursor\":\"x\"}",
                "{\"from\":\"public\",\"to\":\"b\",\"keys\":[{\"dataId\":\"../x\"}]}",
                "{\"from\":\"public\",\"to\":\"b\",\"dataId\":\"*\",\"groups\":{\"a\":\"b c\"}}")) {
            assertThat(api.post("/configs/copy", body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void namespaceThatIsNot_isToldPerItem() {
        publish("public", "a", "1");

        HttpResponse<String> answer =
                api.post("/configs/copy", "{\"from\":\"public\",\"to\":\"nowhere\"," + pattern("") + "}");

        assertThat(outcomes(AdminApi.json(answer))).containsExactly("refused NAMESPACE_NOT_FOUND");
    }
}
