/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library and the server together: what becomes of a publish is known to who asks. */
class AudienceClientTest {

    private static final ConfigKey KEY = ConfigKey.of(Watching.GROUP, "prices");

    private static JsonObject await(AdminApi api, Predicate<JsonObject> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            String told = api.get("/propagation?group=watching&dataId=prices").body();
            JsonObject propagation = Json.parseObject(told.getBytes(StandardCharsets.UTF_8));
            if (wanted.test(propagation)) {
                return propagation;
            }
            assertThat(System.nanoTime()).as(told).isLessThan(deadline);
        }
    }

    @Test
    void publish_isSeenAppliedAndFailed_byTheReportsOfTheNextPolls(@TempDir Path folder) throws Exception {
        try (Watching server = Watching.start(folder.resolve("server"), Map.of());
                DiamondClient quick = client(server, folder.resolve("quick"));
                DiamondClient broken = client(server, folder.resolve("broken"))) {
            AdminApi api = new AdminApi(URI.create(server.address()));
            server.publish("prices", "1");
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            quick.listen(KEY, config -> heard.add(config.content()));
            broken.listen(KEY, config -> {
                heard.add(config.content());
                Integer.parseInt(config.content());
            });
            await(api, told -> told.object("states").number("applied") == 2);

            server.publish("prices", "two");

            JsonObject told = await(
                    api,
                    now -> now.number("version") == 2
                            && now.object("states").number("applied") == 1
                            && now.object("states").number("failed") == 1);
            assertThat(told.object("applied").number("count")).isEqualTo(1);
            assertThat(told.objects("stragglers")).singleElement().satisfies(straggler -> {
                assertThat(straggler.string("listener")).endsWith("AudienceClientTest");
                assertThat(straggler.string("reason")).contains("NumberFormatException");
            });
            assertThat(heard).contains("two");
        }
    }

    private static DiamondClient client(Watching server, Path home) {
        return DiamondClient.builder()
                .servers(server.address() + "/")
                .home(home)
                .build();
    }
}
