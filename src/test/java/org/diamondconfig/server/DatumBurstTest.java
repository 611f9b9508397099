/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who publish datums of one key at once: all are answered, by far fewer threads, and nobody else feels it. */
class DatumBurstTest {

    /** More than the server has threads. */
    private static final int PUBLISHERS = 300;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, Map.of("diamond.datasource.wait", "60s"));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.close();
    }

    private HttpRequest.Builder at(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(server.base() + "api/v1/" + pathAndQuery));
    }

    private HttpRequest datum(String dataId, int number) {
        return at("datums?dataId=" + dataId + "&datumId=d" + (1_000 + number))
                .header("Idempotency-Key", dataId + number)
                .PUT(BodyPublishers.ofString("c" + number))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** Has somebody else keep the count of this key locked until the test goes on. */
    private CompletableFuture<Integer> lock(String dataId) throws InterruptedException {
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Integer> other =
                CompletableFuture.supplyAsync(() -> server.part(Database.class).write(entities -> {
                    String touch = "update config_aggregate set changed_by = changed_by where data_id = ?1";
                    int rows = Statement.of(entities, touch, dataId).execute();
                    locked.countDown();
                    await(goOn);
                    return rows;
                }));
        locked.await();
        return other;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void publishersOfOneKey_waitWithoutAThread_andAreAllAnswered() throws Exception {
        assertThat(send(datum("hot", 0)).statusCode()).isEqualTo(200);
        CompletableFuture<Integer> other = lock("hot");
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(1, PUBLISHERS)
                .mapToObj(number -> http.sendAsync(datum("hot", number), BodyHandlers.ofString()))
                .toList();

        assertThat(send(datum("cold", 0)).statusCode()).isEqualTo(200);
        assertThat(send(at("config?dataId=hot").build()).body()).isEqualTo("c0");
        assertThat(all).noneMatch(CompletableFuture::isDone);

        goOn.countDown();
        assertThat(all)
                .allSatisfy(each -> assertThat(each.get().body())
                        .startsWith(
                                "{\"namespace\":\"\",\"group\":\"DEFAULT_GROUP\",\"dataId\":\"hot\",\"datumId\":\"d1"));
        assertThat(other.get()).isEqualTo(1);
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                send(at("config?dataId=hot").build()).body().split("\r\n"))
                        .hasSize(PUBLISHERS));
    }

    @Test
    void refusalOfWhoWaited_isAProblemLikeAnyOther() throws Exception {
        assertThat(send(datum("hot", 0)).statusCode()).isEqualTo(200);
        lock("hot");
        CompletableFuture<HttpResponse<String>> first = http.sendAsync(datum("hot", 1), BodyHandlers.ofString());
        HttpRequest absent = at("datums?dataId=hot&datumId=absent").DELETE().build();
        CompletableFuture<HttpResponse<String>> second = http.sendAsync(absent, BodyHandlers.ofString());

        goOn.countDown();

        assertThat(first.get().statusCode()).isEqualTo(200);
        HttpResponse<String> refused = second.get();
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("\"DATUM_NOT_FOUND\"").contains("\"traceId\"");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
}
