/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people and programs rely on when they list and watch what is below a prefix. It knows a server by its address alone and
 * leaves others' keys alone.
 */
public abstract class ChildrenContract {

    private final String group = "children-" + UUID.randomUUID();
    private AdminApi api;

    /** The address of the application, with or without a slash at its end. */
    protected abstract URI base();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
    }

    private void publish(String dataId, String content) {
        publish(dataId, content, "");
    }

    private void publish(String dataId, String content, String more) {
        assertThat(api.put("/config?group=" + group + "&dataId=" + dataId + more, content)
                        .statusCode())
                .isEqualTo(200);
    }

    private void remove(String dataId) {
        assertThat(api.delete("/config?group=" + group + "&dataId=" + dataId).statusCode())
                .isEqualTo(200);
    }

    private JsonObject list(String query) {
        HttpResponse<String> answer = api.get("/children?group=" + group + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static List<String> names(JsonObject page) {
        return page.objects("children").stream()
                .map(child -> child.string("dataId"))
                .toList();
    }

    private String watch(String prefix, String digest) {
        return api.post(
                        "/watch?wait=20s",
                        "{\"prefixes\":[{\"group\":\"" + group + "\",\"prefix\":\"" + prefix + "\",\"digest\":\""
                                + digest + "\"}]}")
                .body();
    }

    @Test
    void children_areAllKeysBelow_howeverDeep_inTheOrderOfBytes() {
        List.of("a", "a/b", "a/b/c", "a/B", "a-b", "a/b-c", "b/c").forEach(dataId -> publish(dataId, dataId));

        assertThat(names(list("&prefix=a/"))).containsExactly("a/B", "a/b", "a/b-c", "a/b/c");
        assertThat(names(list("&prefix=a/b/"))).containsExactly("a/b/c");
        assertThat(names(list("&prefix="))).containsExactly("a", "a-b", "a/B", "a/b", "a/b-c", "a/b/c", "b/c");
        assertThat(list("").objects("children")).hasSize(7);
        assertThat(names(list("&prefix=nothing/"))).isEmpty();
    }

    @Test
    void children_comeWithVersionMd5AndType_andOnDemandWithContent() {
        publish("a/b.json", "1");
        publish("a/b.json", "{}", "&type=json");

        JsonObject bare = list("&prefix=a/").objects("children").get(0);
        JsonObject whole = list("&prefix=a/&contents=true").objects("children").get(0);

        assertThat(bare.number("version")).isEqualTo(2);
        assertThat(bare.string("md5")).isEqualTo("99914b932bd37a50b983c5e7c90ae93b");
        assertThat(bare.string("type")).isEqualTo("json");
        assertThat(bare.has("content")).isFalse();
        assertThat(whole.string("content")).isEqualTo("{}");
    }

    @Test
    void pages_goOnWhereTheLastOneEnded_andShareTheDigestOfAll() {
        IntStream.range(0, 7).forEach(number -> publish("p/" + number, "x"));

        JsonObject first = list("&prefix=p/&limit=3");
        JsonObject second = list("&prefix=p/&limit=3&cursor=" + first.string("next"));
        JsonObject third = list("&prefix=p/&limit=3&cursor=" + second.string("next"));

        assertThat(names(first)).containsExactly("p/0", "p/1", "p/2");
        assertThat(names(second)).containsExactly("p/3", "p/4", "p/5");
        assertThat(names(third)).containsExactly("p/6");
        assertThat(third.has("next")).isFalse();
        assertThat(List.of(second, third))
                .allSatisfy(page -> assertThat(page.string("digest")).isEqualTo(first.string("digest")));
    }

    @Test
    void pageOfLongContents_endsBeforeFourMebibytes() {
        String content = "x".repeat((1 << 20) - 1);
        IntStream.range(0, 5).forEach(number -> publish("long/" + number, content + number));

        JsonObject first = list("&prefix=long/&contents=true");

        assertThat(names(first)).containsExactly("long/0", "long/1", "long/2", "long/3");
        assertThat(names(list("&prefix=long/&contents=true&cursor=" + first.string("next"))))
                .containsExactly("long/4");
    }

    @Test
    void digest_tellsEveryChange_andNothingElse() {
        publish("d/a", "1");
        String one = list("&prefix=d/").string("digest");
        publish("e/a", "1");
        assertThat(list("&prefix=d/").string("digest")).isEqualTo(one);

        publish("d/a", "2");
        String two = list("&prefix=d/").string("digest");
        publish("d/b", "1");
        String three = list("&prefix=d/").string("digest");
        remove("d/b");

        assertThat(two).isNotEqualTo(one);
        assertThat(three).isNotEqualTo(two);
        assertThat(list("&prefix=d/").string("digest")).isEqualTo(two);
        assertThat(names(list("&prefix=d/"))).containsExactly("d/a");
    }

    @Test
    void watch_isAnsweredWithTheDigestThatTheListThenHas() {
        publish("w/a", "1");
        String before = list("&prefix=w/").string("digest");
        CompletableFuture<String> woken = CompletableFuture.supplyAsync(() -> watch("w/", before));

        publish("w/deep/b", "1");

        assertThat(woken.join()).contains(list("&prefix=w/").string("digest")).contains("\"changes\":[]");
        assertThat(watch("w/", before)).contains("\"prefix\":\"w/\"");
    }

    @Test
    void prefix_thatIsNone_isRefused() {
        for (String wrong : List.of("a", "/", "a//", "../", "%C3%A4/", "x".repeat(249) + "/")) {
            HttpResponse<String> answer = api.get("/children?group=" + group + "&prefix=" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(AdminApi.json(answer).string("code")).isEqualTo("INVALID_NAME");
            assertThat(AdminApi.json(answer).string("detail")).startsWith("prefix: ");
        }
    }

    @Test
    void watch_ofAPrefixThatIsNone_isRefused_andSoAreTooMany() {
        HttpResponse<String> wrong = api.post("/watch?wait=0s", "{\"prefixes\":[{\"prefix\":\"a\"}]}");
        assertThat(AdminApi.json(wrong).string("code")).isEqualTo("INVALID_NAME");
        assertThat(AdminApi.json(wrong).string("detail")).startsWith("prefixes[0].prefix: ");

        String many = "{\"prefix\":\"a/\"},".repeat(100) + "{\"prefix\":\"a/\"}";
        HttpResponse<String> tooMany = api.post("/watch?wait=0s", "{\"prefixes\":[" + many + "]}");
        assertThat(tooMany.statusCode()).isEqualTo(413);
        assertThat(AdminApi.json(tooMany).string("code")).isEqualTo("TOO_MANY_ITEMS");

        HttpResponse<String> digest =
                api.post("/watch?wait=0s", "{\"prefixes\":[{\"prefix\":\"a/\",\"digest\":\"x\"}]}");
        assertThat(digest.statusCode()).isEqualTo(400);
        assertThat(AdminApi.json(digest).string("code")).isEqualTo("INVALID_BODY");
    }
}
