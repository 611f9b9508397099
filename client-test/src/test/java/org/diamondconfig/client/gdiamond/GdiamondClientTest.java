/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.gdiamond;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** gdiamond's calls on our client, and the defects of its own client, by their numbers in docs/coming-from.md. */
class GdiamondClientTest {

    private static final ConfigKey KEY = ConfigKey.of("g", "a");
    private static final long LONG = 10_000;

    @RegisterExtension
    final FakeDiamond server = new FakeDiamond();

    @TempDir
    private Path home;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private DiamondClient client;
    private Gdiamond gdiamond;

    @BeforeEach
    void open() {
        client = DiamondClient.builder()
                .servers(server.uri().toString())
                .home(home)
                .with(Setting.CALL_TIMEOUT, "60s")
                .build();
        gdiamond = new Gdiamond(client);
    }

    @AfterEach
    void close() {
        gdiamond.close();
        client.close();
    }

    private String hears() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void getConfig_isTheContent_orNothing() {
        server.publish(KEY, "1");

        assertThat(gdiamond.getConfig("a", "g", LONG)).isEqualTo("1");
        assertThat(gdiamond.getConfig("absent", "g", LONG)).isEmpty();
        server.down();
        assertThat(gdiamond.getConfig("unknown", "g", LONG)).isEmpty();
    }

    @Test
    void getConfigAndSetListener_tellsWhatDiffersFromWhatItReturned() throws Exception {
        server.publish(KEY, "1");

        assertThat(gdiamond.getConfigAndSetListener("a", "g", LONG, heard::add)).isEqualTo("1");

        server.publish(KEY, "2");
        assertThat(hears()).as("1 was returned, and is not told").isEqualTo("2");
        server.remove(KEY);
        assertThat(hears()).isEmpty();
    }

    @Test
    void listener_takesThePlaceOfTheOneBefore() throws Exception {
        server.publish(KEY, "1");
        BlockingQueue<String> before = new LinkedBlockingQueue<>();
        gdiamond.setListener("a", "g", before::add);
        assertThat(before.poll(60, TimeUnit.SECONDS)).isEqualTo("1");

        gdiamond.setListener("a", "g", heard::add);
        assertThat(hears()).isEqualTo("1");
        server.publish(KEY, "2");

        assertThat(hears()).isEqualTo("2");
        assertThat(before).isEmpty();
    }

    @Test
    void publishConfig_saysWhetherItIsDone() {
        assertThat(gdiamond.publishConfig("a", "g", "1")).isTrue();
        assertThat(gdiamond.getConfig("a", "g", LONG)).isEqualTo("1");
        server.down();
        assertThat(gdiamond.publishConfig("a", "g", "2")).isFalse();
    }

    /** There: the content cache lives for no time at all, and each get is a request. */
    @Test
    void defect9_secondGet_makesNoRequest() {
        server.publish(KEY, "1");
        gdiamond.getConfig("a", "g", LONG);

        for (int i = 0; i < 100; i++) {
            assertThat(gdiamond.getConfig("a", "g", LONG)).isEqualTo("1");
        }

        assertThat(server.requests())
                .filteredOn(request -> request.path().equals("/api/v1/config"))
                .hasSize(1);
    }

    /** There: the client fails at the first change of a local file. */
    @Test
    void defect10_localFile_isToldWhenItComes_changes_andGoes() throws Exception {
        server.publish(KEY, "of the server");
        gdiamond.getConfigAndSetListener("a", "g", LONG, heard::add);
        Path file = Files.createDirectories(home.resolve("failover/public/g")).resolve("a");

        Files.move(Files.writeString(home.resolve("new"), "by hand"), file);
        assertThat(hears()).isEqualTo("by hand");
        Files.move(Files.writeString(home.resolve("new"), "by hand, again"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(hears()).isEqualTo("by hand, again");
        Files.delete(file);
        assertThat(hears()).isEqualTo("of the server");
    }
}
