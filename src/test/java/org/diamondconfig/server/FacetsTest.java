/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search could be narrowed to, counted by one request. */
class FacetsTest {

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
        admin = server.admin();
        publish("one", "a.yml", "yaml&tags=eu,prod&app=shop");
        publish("one", "b.json", "json&tags=eu");
        publish("two", "c.yml", "yaml&app=shop");
        publish("two", "gone", "text");
        assertThat(api.delete("/config?group=two&dataId=gone", "Authorization", "Bearer " + admin)
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void publish(String group, String dataId, String type) {
        String key = "group=" + group + "&dataId=" + dataId + "&type=" + type;
        assertThat(api.put("/config?" + key, "{}", "Authorization", "Bearer " + admin)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Asks again, as it is told to, while labels are being read. */
    private static JsonObject facets(String token, String query) {
        JsonObject facets;
        do {
            facets = AdminApi.json(api.get("/configs/facets" + query, "Authorization", "Bearer " + token));
        } while (facets.has("code") && facets.string("code").equals("LABELS_LOADING"));
        return facets;
    }

    private static List<String> most(JsonObject facets, String name) {
        return facets.object(name).objects("most").stream()
                .map(value -> value.string("name") + ' ' + value.number("count"))
                .toList();
    }

    @Test
    void whatIsThere_isCounted_theMostFrequentFirst_andNothingOfTheServersOwn() {
        JsonObject facets = facets(admin, "");

        assertThat(facets.number("all")).isEqualTo(3);
        assertThat(most(facets, "namespaces")).containsExactly(" 3");
        assertThat(most(facets, "groups")).containsExactly("one 2", "two 1");
        assertThat(most(facets, "types")).containsExactly("yaml 2", "json 1");
        assertThat(facets.object("groups").number("values")).isEqualTo(2);
    }

    @Test
    void whatIsAskedFor_isCountedAlone() {
        assertThat(most(facets(admin, "?type=yaml"), "groups")).containsExactly("one 1", "two 1");
        assertThat(most(facets(admin, "?dataId=*.yml&group=o*"), "types")).containsExactly("yaml 1");
        assertThat(facets(admin, "?namespace=elsewhere").number("all")).isZero();
    }

    @Test
    void tagsAndApplications_areCountedIfTheyAreAskedFor() {
        JsonObject facets = facets(admin, "?labels=true");

        assertThat(facets.number("all")).isEqualTo(3);
        assertThat(most(facets, "tags")).containsExactly("eu 2", "prod 1");
        assertThat(most(facets, "apps")).containsExactly("shop 2");
        assertThat(most(facets(admin, "?labels=true&type=yaml&dataId=a*"), "tags"))
                .containsExactly("eu 1", "prod 1");
        assertThat(most(facets(admin, "?labels=true&namespace=elsewhere"), "apps"))
                .isEmpty();
        assertThat(facets(admin, "").has("tags")).isFalse();
    }

    @Test
    void whatHasATagOrAnApplication_isCountedAlone() {
        JsonObject ofShop = facets(admin, "?app=shop&labels=true");

        assertThat(ofShop.number("all")).isEqualTo(2);
        assertThat(most(ofShop, "groups")).containsExactly("one 1", "two 1");
        assertThat(most(ofShop, "tags")).containsExactly("eu 1", "prod 1");
        assertThat(most(facets(admin, "?tag=eu"), "types")).containsExactly("json 1", "yaml 1");
        assertThat(facets(admin, "?tag=eu&app=shop&group=one").number("all")).isEqualTo(1);
        assertThat(facets(admin, "?tag=e%25").number("all")).isZero();
    }

    @Test
    void databaseThatIsAway_leavesNamesToCount_andSaysSo(@TempDir Path other) throws Exception {
        try (TestServer alone = TestServer.start(other)) {
            AdminApi asked = new AdminApi(alone.base());
            asked.put("/config?dataId=a&tags=eu", "1");
            alone.part(Database.class).stop();
            JsonObject facets = AdminApi.json(asked.get("/configs/facets?labels=true"));

            assertThat(facets.number("all")).isEqualTo(1);
            assertThat(facets.has("tags")).isFalse();
            assertThat(facets.string("code")).startsWith("STORE_");
            assertThat(asked.get("/configs/facets?tag=eu").statusCode()).isEqualTo(503);
        }
    }

    /** So many that nobody asks for them one by one, of a database that answers nobody while this goes on. */
    @Test
    void moreViewersThanMayWaitForLabels_areToldTheRest_andThatTheseAreBeingCounted(@TempDir Path other)
            throws Exception {
        Map<String, String> oneReads =
                Map.of("diamond.datasource.pool", "4", "diamond.datasource.wait", "5m", "diamond.search.timeout", "5m");
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestServer alone = TestServer.start(other, oneReads)) {
            AdminApi asked = new AdminApi(alone.base());
            for (int i = 0; i <= 100; i++) {
                asked.put("/config?tags=eu&dataId=d" + i, "1");
            }
            CountDownLatch goOn = holdReads(alone.part(Database.class), threads);
            List<CompletableFuture<JsonObject>> viewers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> labelled(asked), threads))
                    .limit(9)
                    .toList();

            Object busy = anyOf(viewers);
            goOn.countDown();

            assertThat(viewers)
                    .allSatisfy(
                            viewer -> assertThat(viewer.join().number("all")).isEqualTo(101));
            assertThat(((JsonObject) busy).string("code")).isEqualTo("LABELS_LOADING");
            assertThat(viewers.stream().map(CompletableFuture::join).filter(counts -> counts.has("tags")))
                    .hasSize(8)
                    .allSatisfy(counts -> assertThat(most(counts, "tags")).containsExactly("eu 101"));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Asks again, as it is told to, if the others go through the names at that moment. */
    private static JsonObject labelled(AdminApi asked) {
        HttpResponse<String> answer = asked.get("/configs/facets?labels=true");
        while (answer.statusCode() == 429) {
            answer = asked.get("/configs/facets?labels=true");
        }
        return AdminApi.json(answer);
    }

    private static Object anyOf(List<CompletableFuture<JsonObject>> viewers) {
        return CompletableFuture.anyOf(viewers.toArray(CompletableFuture[]::new))
                .join();
    }

    /** Takes the only place among those who read, until it is let go, or its thread is interrupted. */
    private static CountDownLatch holdReads(Database database, ExecutorService threads) throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        threads.execute(() -> database.read(Lane.READ, entities -> {
            held.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return held;
        }));
        held.await();
        return goOn;
    }

    @Test
    void partOfAllThereIs_isNotCounted(@TempDir Path other) throws Exception {
        Map<String, String> noStore = Map.of("diamond.datasource.url", "jdbc:mysql://127.0.0.1:1/nobody");
        try (TestServer loading = TestServer.start(other, noStore)) {
            HttpResponse<String> answer = new AdminApi(loading.base()).get("/configs/facets");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("DUMP_LOADING");
        }
    }

    @Test
    void whatMayNotBeRead_isNotCounted() {
        String ofOne = server.token(
                new Grant(Grant.Effect.ALLOW, List.of(Bundle.READER.wireName()), "public", "one", Grant.ANY));

        assertThat(most(facets(ofOne, ""), "groups")).containsExactly("one 2");
        assertThat(most(facets(ofOne, "?labels=true"), "apps")).containsExactly("shop 1");
        assertThat(facets(ofOne, "?app=shop").number("all")).isEqualTo(1);
        assertThat(api.get("/configs/facets", "Authorization", "Bearer " + server.token())
                        .statusCode())
                .isEqualTo(403);
    }
}
