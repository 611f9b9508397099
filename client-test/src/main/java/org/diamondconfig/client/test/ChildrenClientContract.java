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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Subscription;
import org.diamondconfig.client.children.Child;
import org.diamondconfig.client.children.Children;
import org.diamondconfig.client.children.Children.Want;
import org.diamondconfig.client.children.ChildrenChange;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client jar relies on in a server whose prefixes are listed and watched. A subclass says where one is; each test uses
 * a group of its own, so that a server may keep what it has.
 */
public abstract class ChildrenClientContract {

    private static final int PATIENCE_SECONDS = 60;
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    Path home;

    private final String group = "children-" + UUID.randomUUID();
    private final Prefix prices = Prefix.of(group, "prices/");
    private final List<DiamondClient> clients = new ArrayList<>();
    private DiamondClient admin;
    private DiamondClient client;

    /** The base URI of the server under test. */
    protected abstract URI server();

    @BeforeEach
    void openClients() {
        admin = open(server().toString(), "admin");
        client = open(server().toString(), "client");
    }

    @AfterEach
    void closeClients() {
        clients.forEach(DiamondClient::close);
    }

    private DiamondClient open(String servers, String folder) {
        DiamondClient made = DiamondClient.builder()
                .servers(servers)
                .home(home.resolve(folder))
                .with(Setting.CALL_TIMEOUT, PATIENCE_SECONDS + "s")
                .build();
        clients.add(made);
        return made;
    }

    private ConfigKey key(String dataId) {
        return ConfigKey.of(group, dataId);
    }

    private BlockingQueue<ChildrenChange> listen(DiamondClient listening, Want want) {
        BlockingQueue<ChildrenChange> heard = new LinkedBlockingQueue<>();
        listening.listenPrefix(prices, want, heard::add);
        return heard;
    }

    private static ChildrenChange next(BlockingQueue<ChildrenChange> queue) throws InterruptedException {
        ChildrenChange next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a call of the listener").isNotNull();
        return next;
    }

    private static List<String> names(Children children) {
        return children.all().stream().map(child -> child.key().dataId()).toList();
    }

    private static List<String> contents(Children children) {
        return children.all().stream().map(child -> child.content().orElse("-")).toList();
    }

    @Test
    void children_areTheKeysBelow_howeverDeep_inOrder() {
        List.of("prices/tea", "prices/old/tea", "prices", "pricesx/tea", "prices/Cocoa")
                .forEach(dataId -> admin.publish(key(dataId), dataId));

        Children keys = client.children(prices, Want.KEYS);

        assertThat(names(keys)).containsExactly("prices/Cocoa", "prices/old/tea", "prices/tea");
        assertThat(contents(keys)).containsOnly("-");
        assertThat(names(client.children(Prefix.of(group, ""), Want.KEYS))).hasSize(5);
        assertThat(keys.direct())
                .extracting(child -> child.key().dataId())
                .containsExactly("prices/Cocoa", "prices/tea");
        assertThat(keys.folders()).containsExactly("old");
        assertThat(keys.fromSnapshot()).isFalse();
        Child tea = keys.find("prices/tea").orElseThrow();
        assertThat(tea.version()).isEqualTo(1);
        assertThat(tea.type()).isEqualTo(ConfigType.TEXT);
    }

    @Test
    void children_comeWithContents_longOnesToo() {
        String content = "x".repeat(70_000);
        admin.publish(key("prices/long"), content);
        admin.publish(key("prices/short"), "1");

        assertThat(contents(client.children(prices, Want.CONTENTS))).containsExactly(content, "1");
    }

    @Test
    void listener_hearsWhatIsThere_thenWhatComes_changes_andGoes() throws InterruptedException {
        admin.publish(key("prices/tea"), "1");
        BlockingQueue<ChildrenChange> heard = listen(client, Want.CONTENTS);
        ChildrenChange first = next(heard);
        assertThat(first.added()).containsExactly(key("prices/tea"));
        assertThat(contents(first.now())).containsExactly("1");

        admin.publish(key("prices/milk"), "2");
        ChildrenChange added = next(heard);
        assertThat(added.added()).containsExactly(key("prices/milk"));
        assertThat(contents(added.now())).containsExactly("2", "1");

        admin.publish(key("prices/tea"), "3");
        ChildrenChange changed = next(heard);
        assertThat(changed.changed()).containsExactly(key("prices/tea"));
        assertThat(contents(changed.now())).containsExactly("2", "3");

        admin.remove(key("prices/milk"));
        ChildrenChange removed = next(heard);
        assertThat(removed.removed()).containsExactly(key("prices/milk"));
        assertThat(removed.added()).isEmpty();
        assertThat(contents(removed.now())).containsExactly("3");
        assertThat(client.children(prices, Want.CONTENTS)).isEqualTo(removed.now());
    }

    @Test
    void listener_ofNothing_hearsThat_andThenTheFirstKey() throws InterruptedException {
        BlockingQueue<ChildrenChange> heard = listen(client, Want.KEYS);
        assertThat(next(heard).now().all()).isEmpty();

        admin.publish(key("prices/tea"), "1");

        assertThat(next(heard).added()).containsExactly(key("prices/tea"));
    }

    @Test
    void listenersOfKeysAndOfContents_bothHear_andTheKeyItselfIsHeardToo() throws InterruptedException {
        BlockingQueue<String> itself = new LinkedBlockingQueue<>();
        client.listen(key("prices/tea"), config -> itself.add(config.content()));
        BlockingQueue<ChildrenChange> keys = listen(client, Want.KEYS);
        BlockingQueue<ChildrenChange> contents = listen(client, Want.CONTENTS);
        next(keys);
        next(contents);
        assertThat(itself.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();

        admin.publish(key("prices/tea"), "1");

        assertThat(contents(next(keys).now())).containsExactly("-");
        assertThat(contents(next(contents).now())).containsExactly("1");
        assertThat(itself.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("1");
    }

    @Test
    void closedSubscription_hearsNothingMore() throws InterruptedException {
        BlockingQueue<ChildrenChange> closed = new LinkedBlockingQueue<>();
        Subscription subscription = client.listenPrefix(prices, Want.KEYS, closed::add);
        next(closed);
        subscription.close();
        BlockingQueue<ChildrenChange> open = listen(client, Want.KEYS);
        next(open);

        admin.publish(key("prices/tea"), "1");

        next(open);
        assertThat(closed).isEmpty();
    }

    @Test
    void withEverythingDown_theLastListIsThere() throws InterruptedException {
        admin.publish(key("prices/tea"), "1");
        next(listen(client, Want.CONTENTS));
        client.close();

        DiamondClient alone = open(NOBODY, "client");
        Children children = alone.children(prices, Want.CONTENTS);
        ChildrenChange told = next(listen(alone, Want.CONTENTS));

        assertThat(contents(children)).containsExactly("1");
        assertThat(children.fromSnapshot()).isTrue();
        assertThat(told.added()).isEqualTo(Set.of(key("prices/tea")));
        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> alone.children(Prefix.of(group, "unknown/"), Want.KEYS));
    }

    @Test
    void damagedList_isSetAside_andNotShown() throws IOException, InterruptedException {
        admin.publish(key("prices/tea"), "1");
        client.children(prices, Want.KEYS);
        client.close();
        Path file;
        try (var files = Files.walk(home.resolve("client/children"))) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.writeString(file, Files.readString(file).replace("prices/tea", "prices/tee"));

        DiamondClient alone = open(NOBODY, "client");

        assertThatExceptionOfType(DiamondException.class).isThrownBy(() -> alone.children(prices, Want.KEYS));
        assertThat(file).doesNotExist();
    }
}
