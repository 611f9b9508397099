/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.changes;
import static org.diamondconfig.server.Watching.holding;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends or refuses polls of a whole node does so whichever way they came: by the filter, or by JAX-RS. */
class PollRefusalsTest {

    private static final String FILTER = "Accept: application/json";
    private static final String RESOURCE = "Accept: application/json, text/html;q=0";
    private static final String LONG = "15s";

    @ParameterizedTest
    @ValueSource(strings = {FILTER, RESOURCE})
    void poll_ofANodeThatStops_isSentElsewhereAtOnce(String way, @TempDir Path folder) throws Exception {
        CompletableFuture<Reply> held;
        try (Watching stopping = Watching.start(folder, Map.of())) {
            held = stopping.pollLater(LONG, holding("draining", 0, null), way);
            stopping.awaitHeld(1);
        }

        assertDraining(held.join());
    }

    @ParameterizedTest
    @ValueSource(strings = {FILTER, RESOURCE})
    void poll_thatComesAfterTheLastOne_isSentElsewhereToo(String way, @TempDir Path folder) throws Exception {
        try (Watching server = Watching.start(folder, Map.of())) {
            server.part(HeldPolls.class).stop();

            assertDraining(server.poll(LONG, holding("late", 0, null), way));
        }
    }

    private static void assertDraining(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("0");
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).contains("\"DRAINING\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {FILTER, RESOURCE})
    void poll_beyondTheMost_isRefused_andTheOthersGoOn(String way, @TempDir Path folder) throws Exception {
        try (Watching server = Watching.start(folder, Map.of("diamond.watch.polls", "1"))) {
            CompletableFuture<Reply> held = server.pollLater(LONG, holding("held", 0, null), way);
            server.awaitHeld(1);

            for (String next : List.of(FILTER, RESOURCE)) {
                Reply refused = server.poll(LONG, holding("held", 0, null), next);
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.body()).contains("\"TOO_MANY_POLLS\"");
            }
            server.publish("held", "x");
            assertThat(changes(held.join())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FILTER, RESOURCE})
    void poll_thatIsDismissed_isToldThatNothingChanged(String way, @TempDir Path folder) throws Exception {
        try (Watching server = Watching.start(folder, Map.of())) {
            CompletableFuture<Reply> held = server.pollLater(LONG, holding("dismissed", 0, null), way);
            server.awaitHeld(1);

            server.part(HeldPolls.class).dismiss(caller -> true);

            assertThat(held.join().status()).isEqualTo(200);
            assertThat(changes(held.join())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&level=dump"})
    void readThatWaits_isRefusedOnceTheRightIsGone_whileItIsHeldAndWhenItComes(String way, @TempDir Path folder)
            throws Exception {
        AtomicBoolean readable = new AtomicBoolean(true);
        Access access = new Access() {
            @Override
            protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
                return action != Action.READ || readable.get();
            }
        };
        try (TestServer server = TestServer.start(folder, access, Map.of())) {
            AdminApi api = new AdminApi(server.base());
            HttpResponse<String> published = api.put("/config?dataId=a", "one");
            String etag = published.headers().firstValue("ETag").orElseThrow();
            String read = "/config?dataId=a&wait=4s" + way;
            CompletableFuture<HttpResponse<String>> held =
                    CompletableFuture.supplyAsync(() -> api.get(read, "If-None-Match", etag));
            Subscribers subscribers = server.part(Subscribers.class);
            Awaitility.await().until(() -> !subscribers.waiting(party -> true).isEmpty());

            readable.set(false);

            for (HttpResponse<String> refused : List.of(held.join(), api.get(read, "If-None-Match", etag))) {
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("\"FORBIDDEN\"");
            }
        }
    }
}
