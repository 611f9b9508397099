/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.server.aggregate.Aggregates;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two datums of one key when the server ends, of which one is being committed and one waits: both are answered. */
class DatumsAtTheEndTest {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @TempDir
    Path folder;

    private TestServer server;
    private List<CompletableFuture<HttpResponse<String>>> both;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, Map.of("diamond.datasource.wait", "60s"));
        assertThat(send(0).get().statusCode()).isEqualTo(200);
        lock();
        both = List.of(send(1), send(2));
        Awaitility.await("one that waits")
                .until(() -> server.part(Aggregates.class).waiting() == 1);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.close();
    }

    private CompletableFuture<HttpResponse<String>> send(int number) {
        URI datum = URI.create(server.base() + "api/v1/datums?dataId=hot&datumId=d" + number);
        return http.sendAsync(
                HttpRequest.newBuilder(datum)
                        .PUT(BodyPublishers.ofString("c" + number))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Has somebody else keep the count of the key locked until the test goes on. */
    private void lock() throws InterruptedException {
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture.runAsync(() -> server.part(Database.class).write(entities -> {
            String touch = "update config_aggregate set changed_by = changed_by where data_id = ?1";
            int rows = Statement.of(entities, touch, "hot").execute();
            locked.countDown();
            await(goOn);
            return rows;
        }));
        locked.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertOneIsSentAway() throws Exception {
        Object first = CompletableFuture.anyOf(both.get(0), both.get(1)).get(60, TimeUnit.SECONDS);
        HttpResponse<?> refused = (HttpResponse<?>) first;
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat((String) refused.body()).contains("\"DRAINING\"");
        assertThat(refused.headers().firstValue("Retry-After")).contains("0");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private List<Integer> statuses() {
        return both.stream().map(each -> each.join().statusCode()).toList();
    }

    @Test
    void end_sendsWhoWaitsToAnotherServer() throws Exception {
        CompletableFuture<Void> end = CompletableFuture.runAsync(server::close);

        assertOneIsSentAway();
        goOn.countDown();
        end.join();
    }

    @Test
    void end_answersBoth_afterJaxRsHasGone() throws Exception {
        server.destroyJaxRs();
        server.part(Aggregates.class).sendAway();

        assertOneIsSentAway();
        goOn.countDown();
        assertThat(statuses()).containsExactlyInAnyOrder(200, 503);
    }

    @Test
    void whoWaited_isToldThatItIsDone_afterJaxRsHasGone() {
        server.destroyJaxRs();
        goOn.countDown();

        assertThat(both)
                .allSatisfy(each -> assertThat(each.join().body()).contains("\"dataId\":\"hot\"", "\"changed\":true"));
        assertThat(statuses()).containsOnly(200);
    }
}
