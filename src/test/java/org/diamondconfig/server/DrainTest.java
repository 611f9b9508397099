/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.changes;
import static org.diamondconfig.server.Watching.holding;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that an operator drains sends its clients elsewhere and serves on; nothing of it is left when that ends. */
class DrainTest {

    private static final String LONG = "50s";

    @TempDir
    private Path folder;

    @Test
    void poll_ofANodeThatDrains_isSentElsewhere_orToldWhatChanged_untilThatEnds() throws Exception {
        try (Watching server = Watching.start(folder, Map.of())) {
            AdminApi api = server.api();
            CompletableFuture<Reply> held = server.pollLater(LONG, holding("drained", 0, null));
            server.awaitHeld(1);

            assertThat(api.post("/ops/drain", "").body()).isEqualTo("{\"draining\":true,\"changed\":true}");
            assertThat(api.post("/ops/drain", "").body()).isEqualTo("{\"draining\":true,\"changed\":false}");

            assertDraining(held.join());
            assertDraining(server.poll(LONG, holding("drained", 0, null)));
            assertThat(server.publish("drained", "x").status()).isEqualTo(200);
            assertThat(server.get("drained").body()).isEqualTo("x");
            assertThat(changes(server.poll(LONG, holding("drained", 0, null)))).hasSize(1);
            assertThat(server.poll("0s", holding("drained", 1, "x")).status()).isEqualTo(200);

            assertThat(api.delete("/ops/drain").body()).isEqualTo("{\"draining\":false,\"changed\":true}");
            CompletableFuture<Reply> again = server.pollLater(LONG, holding("drained", 1, "x"));
            server.awaitHeld(1);
            server.publish("drained", "y");
            assertThat(changes(again.join())).hasSize(1);
        }
    }

    @Test
    void drain_isToldByHealth_andByTheTrail_once() throws Exception {
        try (Watching server = Watching.start(folder, Map.of())) {
            AdminApi api = server.api();
            api.post("/ops/drain", "");
            api.post("/ops/drain", "");

            assertThat(api.outside("health/ready").statusCode()).isEqualTo(503);
            assertThat(api.outside("health/ready").body()).contains("{\"name\":\"drain\",\"status\":\"DOWN\"");
            assertThat(api.outside("health/live").statusCode()).isEqualTo(200);
            api.delete("/ops/drain");
            api.delete("/ops/drain");
            assertThat(api.outside("health/ready").statusCode()).isEqualTo(200);
            assertThat(api.outside("health/ready").body()).doesNotContain("drain");
            for (String action : new String[] {"drain", "drain-end"}) {
                Awaitility.await()
                        .untilAsserted(() -> assertThat(AdminApi.json(api.get("/audit?action=" + action))
                                        .objects("entries"))
                                .hasSize(1));
            }
        }
    }

    private static void assertDraining(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("0");
        assertThat(reply.body()).contains("\"DRAINING\"");
    }
}
