/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.agent.reader.UnknownKeyException;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ConfigKey PRICES = ConfigKey.of("shop", "prices.yaml");
    private static final ConfigKey FLAG = ConfigKey.of("shop", "flags/new-cart");

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private Host host;
    private AgentReader reader;

    @BeforeEach
    void host() throws IOException {
        host = new Host(folder);
        reader = AgentReader.ofFiles(host.store, "main");
    }

    private String stored(ConfigKey key) {
        return reader.find(key)
                .map(found -> found.present() ? found.content() : "(absent)")
                .orElse("(unknown)");
    }

    private void awaitStored(ConfigKey key, String content) {
        await().atMost(LONG).until(() -> stored(key).equals(content));
    }

    @Test
    void keyAndPrefix_areFollowed() throws Exception {
        diamond.publish(PRICES, "tea: 3");
        diamond.publish(FLAG, "on");
        try (Agent agent = host.agent(diamond, "key = public/shop/prices.yaml\nprefix = public/shop/flags/\n")) {
            assertThat(agent).isNotNull();
            awaitStored(PRICES, "tea: 3");
            awaitStored(FLAG, "on");

            long version = diamond.publish(PRICES, "tea: 4");
            awaitStored(PRICES, "tea: 4");
            diamond.publish(FLAG, "off");
            awaitStored(FLAG, "off");
            StoredConfig found = reader.find(PRICES).orElseThrow();
            assertThat(found.version()).isEqualTo(version);
            assertThat(found.cluster()).isEqualTo("main");

            diamond.remove(PRICES);
            awaitStored(PRICES, "(absent)");
            diamond.remove(FLAG);
            awaitStored(FLAG, "(absent)");
            assertThat(reader.get(PRICES)).isEmpty();
        }
    }

    @Test
    void clusters_areApart() throws Exception {
        diamond.publish(PRICES, "tea: 3");
        try (FakeDiamond other = new FakeDiamond().start()) {
            other.publish(PRICES, "tea: 5");
            String sections = "[cluster main]\nservers = " + diamond.uri() + "\nkey = public/shop/prices.yaml\n"
                    + "[cluster other]\nservers = " + other.uri() + "\nkey = public/shop/prices.yaml\n";
            try (Agent agent = host.agent(sections)) {
                assertThat(agent).isNotNull();
                awaitStored(PRICES, "tea: 3");
                AgentReader second = AgentReader.ofFiles(host.store, "other");
                await().atMost(LONG).until(() -> second.find(PRICES).isPresent());
                assertThat(second.find(PRICES).orElseThrow().content()).isEqualTo("tea: 5");
            }
        }
    }

    @Test
    void valuesStay_whileServersAndAgentAreGone() throws Exception {
        String lines = "key = public/shop/prices.yaml\n";
        diamond.publish(PRICES, "tea: 3");
        try (Agent agent = host.agent(diamond, lines)) {
            assertThat(agent).isNotNull();
            awaitStored(PRICES, "tea: 3");
            diamond.down();
            assertThat(stored(PRICES)).isEqualTo("tea: 3");
        }
        assertThat(stored(PRICES)).isEqualTo("tea: 3");

        // The machine was started anew: shared memory is empty, and there is no network.
        Files.delete(host.store.resolve("main.mdb"));
        Files.delete(host.store.resolve("main.files/public/shop/prices.yaml"));
        try (Agent agent = host.agent(diamond, lines)) {
            assertThat(agent).isNotNull();
            awaitStored(PRICES, "tea: 3");
            diamond.up();
            diamond.publish(PRICES, "tea: 4");
            awaitStored(PRICES, "tea: 4");
        }
    }

    @Test
    void unknownKey_isFetchedAndRemembered() throws Exception {
        diamond.publish(PRICES, "tea: 3");
        try (Agent agent = host.agent(diamond, "")) {
            assertThat(agent).isNotNull();
            assertThat(stored(PRICES)).isEqualTo("(unknown)");
            // Its first connection may take longer than a reader is kept waiting.
            await().atMost(LONG)
                    .ignoreExceptions()
                    .until(() -> reader.get(PRICES).orElseThrow().content().equals("tea: 3"));
            await().atMost(LONG).ignoreExceptions().until(() -> reader.get(FLAG).isEmpty());
        }
        diamond.publish(PRICES, "tea: 4");
        diamond.publish(FLAG, "on");
        try (Agent agent = host.agent(diamond, "")) {
            assertThat(agent).isNotNull();
            awaitStored(PRICES, "tea: 4");
            awaitStored(FLAG, "on");
        }
        // What nobody wants any more is not kept.
        Files.delete(folder.resolve("state/main/asked"));
        try (Agent agent = host.agent(diamond, "")) {
            assertThat(agent).isNotNull();
            assertThat(stored(PRICES)).isEqualTo("(unknown)");
        }
    }

    @Test
    void unknownKey_isAnsweredWithinTheBound() throws Exception {
        diamond.down();
        try (Agent agent = host.agent(diamond, "asked-max = 2\n")) {
            assertThat(agent).isNotNull();
            long start = System.nanoTime();
            assertThatThrownBy(() -> reader.get(PRICES))
                    .isInstanceOf(UnknownKeyException.class)
                    .hasMessageMatching(".*(later|no answer in time).*");
            assertThat(System.nanoTime() - start).isBetween(400_000_000L, 20_000_000_000L);

            assertThat(reader.getNow(FLAG)).isEmpty();
            await().atMost(LONG).until(() -> host.read("state/main/asked").contains("flags/new-cart"));
            await().atMost(LONG)
                    .until(() -> refusal(ConfigKey.of("shop", "third")).contains("asked-max"));
            diamond.publish(PRICES, "tea: 3");
            diamond.up();
            awaitStored(PRICES, "tea: 3");
        }
        assertThatThrownBy(() -> reader.get(ConfigKey.of("shop", "third"))).hasMessageContaining("main.sock");
    }

    private String refusal(ConfigKey key) {
        try {
            return "there: " + reader.get(key);
        } catch (UnknownKeyException e) {
            return e.getMessage();
        }
    }

    @Test
    void mirror_isAPlainFileWithItsRights() throws Exception {
        diamond.publish(PRICES, "tea: 3");
        String mirror = "[mirror]\ncluster = main\nkey = public/shop/prices.yaml\nmode = 0604\nfile = "
                + host.file("shop.yaml") + "\n";
        try (Agent agent = host.agent(diamond, mirror + "when-removed = delete\n")) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> host.read("shop.yaml").equals("tea: 3"));
            diamond.publish(PRICES, "tea: 4");
            await().atMost(LONG).until(() -> host.read("shop.yaml").equals("tea: 4"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.file("shop.yaml"))))
                    .isEqualTo("rw----r--");

            diamond.remove(PRICES);
            await().atMost(LONG).until(() -> Files.notExists(host.file("shop.yaml")));
        }
        diamond.publish(PRICES, "tea: 5");
        try (Agent agent = host.agent(diamond, mirror)) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> host.read("shop.yaml").equals("tea: 5"));
            diamond.remove(PRICES);
            awaitStored(PRICES, "(absent)");
            assertThat(host.read("shop.yaml")).isEqualTo("tea: 5");
        }
    }

    @Test
    void mirrorOfAPrefix_followsAllBelow_alsoWhatWentMeanwhile() throws Exception {
        diamond.publish(FLAG, "on");
        diamond.publish(ConfigKey.of("shop", "flags/eu/tax"), "19");
        Files.createDirectory(host.file("flags"));
        Files.writeString(host.file("flags/mine"), "a person's");
        String mirror = "[mirror]\ncluster = main\nprefix = public/shop/flags/\nfolder = " + host.file("flags")
                + "\nwhen-removed = delete\n";
        try (Agent agent = host.agent(diamond, mirror)) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> host.read("flags/eu%2ftax").equals("19"));
            await().atMost(LONG).until(() -> host.read("flags/new-cart").equals("on"));
            diamond.publish(FLAG, "off");
            await().atMost(LONG).until(() -> host.read("flags/new-cart").equals("off"));
            diamond.remove(FLAG);
            await().atMost(LONG).until(() -> Files.notExists(host.file("flags/new-cart")));
        }
        // It goes while the agent is away, and with it all that store and snapshots know.
        diamond.remove(ConfigKey.of("shop", "flags/eu/tax"));
        Files.delete(host.store.resolve("main.mdb"));
        Files.move(folder.resolve("state/main/client"), folder.resolve("state/lost"));
        try (Agent agent = host.agent(diamond, mirror)) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> Files.notExists(host.file("flags/eu%2ftax")));
            assertThat(host.read("flags/mine")).isEqualTo("a person's");
        }
    }

    @Test
    void comparison_mendsWhatIsGone() throws Exception {
        diamond.publish(PRICES, "tea: 3");
        String sections = "compare-interval = 300ms\n[cluster main]\nservers = " + diamond.uri()
                + "\nkey = public/shop/prices.yaml\n[mirror]\ncluster = main\nkey = public/shop/prices.yaml\nfile = "
                + host.file("shop.yaml") + "\n";
        try (Agent agent = host.agent(sections)) {
            assertThat(agent).isNotNull();
            awaitStored(PRICES, "tea: 3");
            await().atMost(LONG).until(() -> host.read("shop.yaml").equals("tea: 3"));
            Files.writeString(host.file("shop.yaml"), "tea: 99");
            await().atMost(LONG).until(() -> host.read("shop.yaml").equals("tea: 3"));
            Files.setPosixFilePermissions(host.file("shop.yaml"), PosixFilePermissions.fromString("rw-------"));
            await().atMost(LONG)
                    .until(() -> PosixFilePermissions.toString(Files.getPosixFilePermissions(host.file("shop.yaml")))
                            .equals("rw-r-----"));
            Files.delete(host.store.resolve("main.files/public/shop/prices.yaml"));
            awaitStored(PRICES, "tea: 3");
        }
    }

    @Test
    void secondAgentOnOneStore_isRefused() throws Exception {
        try (Agent agent = host.agent(diamond, "")) {
            assertThat(agent).isNotNull();
            assertThatThrownBy(() -> host.agent(diamond, ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("kept by another agent: process");
        }
    }
}
