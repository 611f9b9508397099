/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.Datum;
import org.diamondconfig.client.DatumPublished;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Source;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client jar relies on in a server that takes datums. A subclass says where one is; each test uses a group of its own,
 * so that a server may keep what it has.
 */
public abstract class DatumClientContract {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path home;

    private final String group = "datums-" + UUID.randomUUID();
    private DiamondClient client;

    /** The base URI of the server under test. */
    protected abstract URI server();

    @BeforeEach
    void openClient() {
        client = DiamondClient.builder()
                .servers(server().toString())
                .home(home)
                .with(Setting.CALL_TIMEOUT, PATIENCE_SECONDS + "s")
                .build();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private ConfigKey key(String dataId) {
        return ConfigKey.of(group, dataId);
    }

    private static Config next(BlockingQueue<Config> queue) throws InterruptedException {
        Config next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a call of the listener").isNotNull();
        return next;
    }

    private BlockingQueue<Config> listen(ConfigKey key) {
        BlockingQueue<Config> heard = new LinkedBlockingQueue<>();
        client.listen(key, heard::add);
        return heard;
    }

    @Test
    void datums_areReadMerged_inTheOrderOfTheirIds() throws InterruptedException {
        DatumPublished first = client.publishDatum(key("d"), "b & c", "2");
        BlockingQueue<Config> heard = listen(key("d"));
        assertThat(next(heard).content()).isEqualTo("2");

        DatumPublished second = client.publishDatum(key("d"), "a", "1");

        assertThat(next(heard).content()).isEqualTo("1\r\n2");
        assertThat(first.datumVersion()).isEqualTo(1);
        assertThat(second.dirty()).isEqualTo(2);
        assertThat(client.publishDatum(key("d"), "a", "1").dirty()).isEqualTo(2);
        assertThat(client.datums(key("d"))).extracting(Datum::datumId).containsExactly("a", "b & c");
        assertThat(client.datums(key("d"))).extracting(Datum::content).containsExactly("1", "2");
    }

    @Test
    void removalOfTheLastDatum_isHeardAsAbsence() throws InterruptedException {
        client.publishDatum(key("d"), "a", "1");
        BlockingQueue<Config> heard = listen(key("d"));
        next(heard);

        assertThat(client.removeDatum(key("d"), "x")).isFalse();
        assertThat(client.removeDatum(key("d"), "a")).isTrue();

        assertThat(next(heard).source()).isEqualTo(Source.ABSENT);
        assertThat(client.datums(key("d"))).isEmpty();
        assertThat(client.removeAllDatums(key("d"))).isFalse();
        client.publishDatum(key("d"), "a", "2");
        assertThat(client.removeAllDatums(key("d"))).isTrue();
    }

    @Test
    void keyOfTheOtherKind_isRefused() {
        client.publishDatum(key("d"), "a", "1");
        client.publish(key("whole"), "x");

        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> client.publish(key("d"), "x"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"));
        assertThatExceptionOfType(DiamondException.class)
                .isThrownBy(() -> client.publishDatum(key("whole"), "a", "1"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(409));
    }
}
