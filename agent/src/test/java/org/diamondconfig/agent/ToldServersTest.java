/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's polls say to servers. */
class ToldServersTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ConfigKey OTHER = ConfigKey.of("shop", "other");

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private boolean said(String words) {
        return diamond.requests().stream()
                .anyMatch(request ->
                        request.path().endsWith("/watch") && request.body().contains(words));
    }

    /** A poll that is held ends with a change, and the next one says what there is to say. */
    private void awaitSaid(String words) {
        await().atMost(LONG).until(() -> {
            diamond.publish(OTHER, Long.toString(System.nanoTime()));
            return said(words);
        });
    }

    @Test
    void endOfAScript_goesWithThePolls() throws Exception {
        Host host = new Host(folder);
        host.script("public#shop#prices.yaml.sh", "exit 3");
        host.script("public#shop#slow.sh", "sleep 60");
        diamond.publish(Stores.KEY, "tea: 3");
        diamond.publish(ConfigKey.of("shop", "slow"), "tea: 3");
        String lines = "key = " + Stores.KEY + "\nkey = public/shop/slow\nkey = " + OTHER + "\nscripts = "
                + host.scripts + "\nscript-limit = 5s\n";
        try (Agent agent = host.agent(diamond, lines)) {
            assertThat(agent).isNotNull();
            awaitSaid("\"followed\":\"script ended, status 3, ");
            awaitSaid("\"followed\":\"script killed at the limit, ");
        }
    }

    @Test
    void keysBelowAPrefix_areToldOneByOne() throws Exception {
        Host host = new Host(folder);
        host.script("public#shop#flags.sh", "exit 4");
        diamond.publish(ConfigKey.of("shop", "flags/a"), "on");
        diamond.publish(ConfigKey.of("shop", "flags/b"), "x".repeat(2 << 20));
        String lines =
                "prefix = public/shop/flags/\nkey = " + OTHER + "\nstore-size = 1M\nscripts = " + host.scripts + '\n';
        try (Agent agent = host.agent(diamond, lines)) {
            assertThat(agent).isNotNull();
            awaitSaid("\"dataId\":\"flags/a\",\"version\":1,\"state\":\"applied\"");
            awaitSaid("\"followed\":\"script ended, status 4, ");
            awaitSaid("\"dataId\":\"flags/b\",\"version\":1,\"state\":\"failed\"");
            awaitSaid("flags/b: not written to the store: ");

            diamond.publish(ConfigKey.of("shop", "flags/a"), "off");
            awaitSaid("\"dataId\":\"flags/a\",\"version\":2,\"state\":\"applied\"");
            diamond.remove(ConfigKey.of("shop", "flags/a"));
            awaitSaid("\"dataId\":\"flags/a\",\"version\":3,\"state\":\"applied\"");
        }
    }

    @Test
    void readers_areCountedInThePolls() throws Exception {
        Host host = new Host(folder);
        diamond.publish(Stores.KEY, "tea: 3");
        try (Agent agent = host.agent(diamond, "key = " + Stores.KEY + "\nkey = " + OTHER + "\n")) {
            assertThat(agent).isNotNull();
            awaitSaid("\"counters\":{\"readers\":0}");
            Process first = Child.java(AskMain.class, host.store);
            Process second = Child.java(AskMain.class, host.store);
            try {
                for (Process reader : new Process[] {first, second}) {
                    reader.getOutputStream().write('\n');
                    reader.getOutputStream().flush();
                    assertThat(reader.inputReader().readLine()).startsWith("mapped ");
                }
                awaitSaid("\"counters\":{\"readers\":2}");
            } finally {
                first.destroyForcibly().waitFor();
                second.destroyForcibly().waitFor();
            }
        }
    }
}
