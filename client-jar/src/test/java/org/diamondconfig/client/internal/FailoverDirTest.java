/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.client.internal.Helds.KEY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverDirTest {

    @TempDir
    Path home;

    private FailoverDir failover;

    @BeforeEach
    void open() {
        failover = new FailoverDir(home.resolve("failover"), 1000);
    }

    private Path write(ConfigKey key, byte[] bytes) throws IOException {
        Files.createDirectories(failover.file(key).getParent());
        return Files.write(failover.file(key), bytes);
    }

    @Test
    void namesAreAsTheyAreTyped() {
        assertThat(home.relativize(failover.file(KEY))).isEqualTo(Path.of("failover/public/DEFAULT_GROUP/app.txt"));
        assertThat(home.relativize(failover.file(ConfigKey.of("dev", "G", "a/B.yaml"))))
                .isEqualTo(Path.of("failover/dev/G/a%2fB.yaml"));
    }

    @Test
    void bytesAreTheContent() throws IOException {
        write(KEY, "\uFEFFé\r\n".getBytes(StandardCharsets.UTF_8));

        Held held = failover.read(KEY).orElseThrow();

        assertThat(held.content()).isEqualTo("\uFEFFé\r\n");
        assertThat(held.origin()).isEqualTo(Origin.FAILOVER);
        assertThat(held.type()).isEqualTo(ConfigType.TEXT);
    }

    @Test
    void emptyFileIsEmptyContent() throws IOException {
        write(KEY, new byte[0]);

        assertThat(failover.read(KEY).orElseThrow().present()).isTrue();
    }

    @Test
    void whatCannotBeContentIsIgnored() throws IOException {
        write(KEY, new byte[] {(byte) 0xff});
        assertThat(failover.read(KEY)).isEmpty();

        write(KEY, new byte[1001]);
        assertThat(failover.read(KEY)).isEmpty();

        Files.delete(failover.file(KEY));
        Files.createDirectory(failover.file(KEY));
        assertThat(failover.read(KEY)).isEmpty();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "secret");
        Files.createDirectories(failover.file(KEY).getParent());
        Files.createSymbolicLink(failover.file(KEY), secret);
        assertThat(failover.read(KEY)).isEmpty();

        Path folder = Files.createDirectory(home.resolve("folder"));
        Files.writeString(folder.resolve("app.txt"), "secret");
        Files.createSymbolicLink(home.resolve("failover/public/LINK"), folder);
        assertThat(failover.read(ConfigKey.of("LINK", "app.txt"))).isEmpty();
    }
}
