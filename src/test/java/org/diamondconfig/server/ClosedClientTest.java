/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.children.Children;
import org.diamondconfig.client.children.ChildrenChange;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client jar at a closed server. */
class ClosedClientTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "prices");

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of("diamond.access", "closed"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token(Bundle bundle) {
        return TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), Grant.allow(bundle, "public"));
    }

    private DiamondClient client(Setting setting, String value) {
        return DiamondClient.builder()
                .servers(server.base().toString())
                .home(folder.resolve("home"))
                .with(setting, value)
                .build();
    }

    @Test
    void clientWithAToken_publishesListensAndHears() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (DiamondClient client = client(Setting.TOKEN, token(Bundle.PUBLISHER))) {
            client.publish(KEY, "1");
            client.listen(KEY, config -> heard.add(config.content()));
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("1");

            client.publish(KEY, "2");

            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("2");
            assertThat(client.status().toString()).doesNotContain("dmt_");
        }
    }

    @Test
    void rowOfNobody_thatSomebodyMadeByHand_keepsNoServerFromItsStart() throws Exception {
        String token = token(Bundle.READER);
        ConfigKey nobody = new ConfigKey(Access.RESERVED, "user", "no:name");
        server.part(Configs.class).publish(Caller.SYSTEM, Publication.of(nobody, "{}"));

        stop();
        start();

        try (DiamondClient client = client(Setting.TOKEN, token)) {
            assertThat(client.get(KEY)).isEmpty();
        }
    }

    @Test
    void clientWithoutAToken_isRefusedWithTheCode() {
        try (DiamondClient client = client(Setting.APP, "nobody")) {
            assertThatExceptionOfType(DiamondException.class)
                    .isThrownBy(() -> client.publish(KEY, "1"))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("SIGN_IN_REQUIRED"));
        }
    }

    @Test
    void tokenInTheFile_isExchangedWithoutARestart() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), token(Bundle.READER));
        try (DiamondClient client = client(Setting.TOKEN_FILE, file.toString())) {
            assertThat(client.get(KEY)).isEmpty();
            Files.writeString(file, "dmt_00000000_" + "0".repeat(43));
        }
        try (DiamondClient client = client(Setting.TOKEN_FILE, file.toString())) {
            assertThatExceptionOfType(DiamondException.class).isThrownBy(() -> client.publish(KEY, "1"));
            Files.writeString(file, token(Bundle.PUBLISHER));
            assertThatExceptionOfType(DiamondException.class).isThrownBy(() -> client.publish(KEY, "1"));

            client.publish(KEY, "2");

            assertThat(client.get(KEY).map(Config::content)).contains("2");
        }
    }

    @Test
    void clientWhoseRightIsGone_keepsItsLastValue_overARestartToo() {
        String publisher = token(Bundle.PUBLISHER);
        String reader = token(Bundle.READER);
        try (DiamondClient client = client(Setting.TOKEN, publisher)) {
            client.publish(KEY, "1");
        }
        try (DiamondClient client = client(Setting.TOKEN, reader)) {
            assertThat(client.get(KEY).map(Config::content)).contains("1");
        }
        TestTokens.revoke(server.part(Accounts.class), reader);

        try (DiamondClient client = client(Setting.TOKEN, reader)) {
            assertThat(client.get(KEY).map(Config::content)).contains("1");
        }
    }

    @Test
    void grantThatIsWithdrawnAndGivenBack_takesNothingFromWhoListens() throws Exception {
        ConfigKey lost = ConfigKey.of("shop", "a/lost");
        ConfigKey kept = ConfigKey.of("shop", "a/kept");
        Grant all = new Grant(Grant.Effect.ALLOW, List.of("read"), "public", "shop", "a/*");
        Grant some = new Grant(Grant.Effect.ALLOW, List.of("read"), "public", "shop", "a/kept");
        String reader = TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), all);
        List.of(lost, kept).forEach(key -> publish(key, "1"));
        BlockingQueue<String> values = new LinkedBlockingQueue<>();
        BlockingQueue<ChildrenChange> lists = new LinkedBlockingQueue<>();
        try (DiamondClient client = client(Setting.TOKEN, reader)) {
            client.listen(lost, config -> values.add(config.content()));
            client.listenPrefix(ConfigKey.Prefix.of("shop", "a/"), Children.Want.CONTENTS, lists::add);
            assertThat(values.poll(60, TimeUnit.SECONDS)).isEqualTo("1");
            assertThat(lists.poll(60, TimeUnit.SECONDS).added()).containsOnly(lost, kept);

            TestTokens.grant(server.part(Accounts.class), reader, some);
            publish(kept, "2");

            // Whatever the client was told of the key that it may not read any more, it was told before this.
            ChildrenChange without = lists.poll(60, TimeUnit.SECONDS);
            assertThat(without.changed()).containsOnly(kept);
            assertThat(without.removed()).isEmpty();
            assertThat(without.now().find("a/lost")).isPresent();

            TestTokens.grant(server.part(Accounts.class), reader, all);
            publish(lost, "2");

            assertThat(values.poll(60, TimeUnit.SECONDS)).isEqualTo("2");
            ChildrenChange again = lists.poll(60, TimeUnit.SECONDS);
            assertThat(again.changed()).containsOnly(lost);
            assertThat(again.removed()).isEmpty();
        }
    }

    private void publish(ConfigKey key, String content) {
        server.part(Configs.class).publish(Caller.SYSTEM, Publication.of(key, content));
    }
}
