/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.ClientState;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.PropertiesChange;
import org.diamondconfig.client.PropertiesView;
import org.diamondconfig.client.Published;
import org.diamondconfig.client.Revision;
import org.diamondconfig.client.Source;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client jar relies on in a server. A subclass says where one is; each test uses a group of its own, so that a server
 * may keep what it has. Nothing but the base URI is needed: values are set up through the API itself.
 */
public abstract class ClientContract {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path home;

    private final String group = "contract-" + UUID.randomUUID();
    private final List<DiamondClient> clients = new ArrayList<>();
    private DiamondClient admin;
    private DiamondClient client;

    /** The base URI of the server under test. */
    protected abstract URI server();

    @BeforeEach
    void openClients() {
        admin = open(server().toString(), home.resolve("admin"));
        client = open(server().toString(), home.resolve("client"));
    }

    @AfterEach
    void closeClients() {
        clients.forEach(DiamondClient::close);
    }

    private DiamondClient open(String servers, Path folder) {
        DiamondClient made = DiamondClient.builder()
                .servers(servers)
                .home(folder)
                .app("contract")
                .with(Setting.CALL_TIMEOUT, PATIENCE_SECONDS + "s")
                .build();
        clients.add(made);
        return made;
    }

    private ConfigKey key(String dataId) {
        return ConfigKey.of(group, dataId);
    }

    @Test
    void stored_isWhatTheDatabaseHas_andSubscribesNothing() {
        admin.publish(key("a"), "1");

        assertThat(client.stored(key("a"))).map(Config::content).contains("1");
        assertThat(client.stored(key("never"))).isEmpty();
        assertThat(client.status().keys()).isZero();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a call of the listener").isNotNull();
        return next;
    }

    private BlockingQueue<Config> listen(ConfigKey key) {
        BlockingQueue<Config> heard = new LinkedBlockingQueue<>();
        client.listen(key, heard::add);
        return heard;
    }

    @Test
    void get_readsWhatWasPublished() {
        Published published = admin.publish(key("a.yaml"), "tea: 3");

        Config config = client.get(key("a.yaml")).orElseThrow();

        assertThat(config.content()).isEqualTo("tea: 3");
        assertThat(config.version()).isEqualTo(published.version());
        assertThat(config.md5()).isEqualTo(published.md5()).isEqualTo(Md5.hex("tea: 3"));
        assertThat(config.source()).isEqualTo(Source.SERVER);
        assertThat(client.status().state()).isEqualTo(ClientState.LIVE);
    }

    @Test
    void get_absentKey_isEmpty() {
        assertThat(client.get(key("nothing"))).isEmpty();
    }

    @Test
    void get_seesChangesOfOthers() throws InterruptedException {
        admin.publish(key("a"), "1");
        BlockingQueue<Config> heard = listen(key("a"));
        assertThat(next(heard).content()).isEqualTo("1");

        admin.publish(key("a"), "2");

        assertThat(next(heard).content()).isEqualTo("2");
        assertThat(client.get(key("a")).orElseThrow().content()).isEqualTo("2");
    }

    @Test
    void publish_ownClientReadsItAtOnce() {
        admin.publish(key("a"), "1");
        assertThat(admin.get(key("a")).orElseThrow().content()).isEqualTo("1");

        admin.publish(key("a"), "2");

        assertThat(admin.get(key("a")).orElseThrow().content()).isEqualTo("2");
    }

    @Test
    void publish_theSameAgain_keepsTheVersion() {
        Published first = admin.publish(key("a"), "1");

        assertThat(admin.publish(key("a"), "1")).isEqualTo(first);
        assertThat(admin.publish(key("a"), "2").version()).isEqualTo(first.version() + 1);
    }

    @Test
    void publishIf_winsOnce() {
        Published first = admin.publish(key("a"), "1");
        Published second = admin.publishIf(key("a"), "2", first.version());

        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> client.publishIf(key("a"), "3", first.version()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(412))
                .satisfies(e -> assertThat(e.currentVersion()).isEqualTo(second.version()));
        assertThat(client.get(key("a")).orElseThrow().content()).isEqualTo("2");
    }

    @Test
    void publishIf_zero_meansMustNotExist() {
        assertThat(admin.publishIf(key("a"), "1", 0).version()).isPositive();
        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> admin.publishIf(key("a"), "2", 0))
                .satisfies(e -> assertThat(e.status()).isEqualTo(412));
    }

    @Test
    void remove_tellsWhetherThereWasOne() {
        admin.publish(key("a"), "1");

        assertThat(admin.remove(key("a"))).isTrue();
        assertThat(admin.remove(key("a"))).isFalse();
        assertThat(client.stored(key("a"))).isEmpty();
        assertThat(client.get(key("a"))).isEmpty();
    }

    @Test
    void listener_hearsAbsentCreatedRemovedRecreated() throws InterruptedException {
        BlockingQueue<Config> heard = listen(key("a"));
        assertThat(next(heard).present()).isFalse();

        admin.publish(key("a"), "1");
        Config created = next(heard);
        admin.remove(key("a"));
        Config removed = next(heard);
        admin.publish(key("a"), "1");
        Config recreated = next(heard);

        assertThat(created.content()).isEqualTo("1");
        assertThat(removed.source()).isEqualTo(Source.ABSENT);
        assertThat(recreated.content()).isEqualTo("1");
        assertThat(List.of(created.version(), removed.version(), recreated.version()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void listener_slowAndThrowingOnesHoldUpNobody() throws InterruptedException {
        admin.publish(key("a"), "1");
        CountDownLatch release = new CountDownLatch(1);
        client.listen(key("a"), config -> await(release));
        client.listen(key("a"), config -> {
            throw new IllegalStateException("a listener of the test");
        });
        BlockingQueue<Config> heard = listen(key("a"));
        assertThat(next(heard).content()).isEqualTo("1");

        admin.publish(key("a"), "2");

        assertThat(next(heard).content()).isEqualTo("2");
        release.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void listeners_tenOfFiftyKeysChange_tenCallsOnceEach() throws InterruptedException {
        BlockingQueue<Config> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 50; i++) {
            admin.publish(key("k" + i), "old");
            client.listen(key("k" + i), heard::add);
        }
        for (int i = 0; i < 50; i++) {
            next(heard);
        }

        for (int i = 0; i < 10; i++) {
            admin.publish(key("k" + i), "new");
        }

        List<String> changed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Config config = next(heard);
            assertThat(config.content()).isEqualTo("new");
            changed.add(config.key().dataId());
        }
        assertThat(changed).doesNotHaveDuplicates();
        assertThat(heard).isEmpty();
    }

    @Test
    void content_isByteExact() {
        List<String> contents = List.of("", "\r\n", "é日本\uD83D\uDE00\u0000\u2028\uFEFF", " x ", "a".repeat(300_000));
        for (int i = 0; i < contents.size(); i++) {
            admin.publish(key("c" + i), contents.get(i));
            assertThat(client.get(key("c" + i)).orElseThrow().content()).isEqualTo(contents.get(i));
        }
    }

    @Test
    void content_tooLargeForAnAnswer_isHeardAllTheSame() throws InterruptedException {
        BlockingQueue<Config> heard = listen(key("big"));
        next(heard);

        admin.publish(key("big"), "é".repeat(100_000));

        assertThat(next(heard).content()).isEqualTo("é".repeat(100_000));
    }

    @Test
    void names_differByCaseAndHoldTheWholeGrammar() {
        List<String> names = List.of("App", "app", "a/b/c.yaml", "a:b", ".hidden", "end.", "con", "d".repeat(250));
        names.forEach(name -> admin.publish(key(name), "content of " + name));
        for (String name : names) {
            assertThat(client.get(key(name)).orElseThrow().content()).isEqualTo("content of " + name);
        }
    }

    @Test
    void restart_withoutAServer_readsTheSnapshot() {
        admin.publish(key("a"), "1");
        Config before = client.get(key("a")).orElseThrow();
        client.close();

        Config after =
                open("http://127.0.0.1:1", home.resolve("client")).get(key("a")).orElseThrow();

        assertThat(after.source()).isEqualTo(Source.SNAPSHOT);
        assertThat(after.content()).isEqualTo("1");
        assertThat(after.version()).isEqualTo(before.version());
    }

    @Test
    void failoverFile_beatsTheServerWhileItIsThere() throws InterruptedException, IOException {
        admin.publish(key("a/b.txt"), "server");
        BlockingQueue<Config> heard = listen(key("a/b.txt"));
        assertThat(next(heard).content()).isEqualTo("server");
        Path file =
                client.status().failoverDir().resolve("public").resolve(group).resolve("a%2fb.txt");

        Files.createDirectories(file.getParent());
        Files.writeString(file, "person");
        Config overruled = next(heard);
        Files.delete(file);
        Config back = next(heard);

        assertThat(overruled.content()).isEqualTo("person");
        assertThat(overruled.source()).isEqualTo(Source.FAILOVER);
        assertThat(back.content()).isEqualTo("server");
        assertThat(back.source()).isEqualTo(Source.SERVER);
    }

    @Test
    void properties_changedKeysAreTold() throws InterruptedException {
        admin.publish(key("p.properties"), "a=1\nb=2\nc=3");
        BlockingQueue<PropertiesChange> heard = new LinkedBlockingQueue<>();
        PropertiesView view = client.listenProperties(key("p.properties"), heard::add);
        assertThat(next(heard).added()).containsExactly("a", "b", "c");

        admin.publish(key("p.properties"), "# as before but\na=1\nb=3\nd=4");

        PropertiesChange change = next(heard);
        assertThat(change.added()).containsExactly("d");
        assertThat(change.removed()).containsExactly("c");
        assertThat(change.changed()).containsExactly("b");
        assertThat(view.value("b")).contains("3");
    }

    @Test
    void history_newestFirst() {
        admin.publish(key("a"), "1");
        admin.publish(key("a"), "2");
        admin.remove(key("a"));

        List<Revision> history = admin.history(key("a"));

        assertThat(history).extracting(Revision::md5).startsWith(Md5.NOTHING, Md5.hex("2"), Md5.hex("1"));
        assertThat(history).extracting(Revision::version).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void namespace_isPartOfTheKey() {
        ConfigKey here = ConfigKey.of("public", group, "a");
        admin.publish(here, "public");

        assertThat(client.get(ConfigKey.of("", group, "a")).orElseThrow().content())
                .isEqualTo("public");
        assertThat(client.get(ConfigKey.of(group, group, "a"))).isEmpty();
    }
}
