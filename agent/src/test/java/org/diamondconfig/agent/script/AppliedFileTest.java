/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedFileTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "flags/new-cart");

    @TempDir
    private Path folder;

    private static StoreRecord told(long version, String content) {
        return new StoreRecord("main", KEY, version, Md5.hex(content), "text", content, Instant.EPOCH);
    }

    @Test
    void file_doesNotGrowWithTheChangesOfAKey() throws IOException {
        Path file = folder.resolve("applied");
        AppliedFile applied = new AppliedFile(file);
        for (int version = 1; version <= 2500; version++) {
            applied.applied(told(version, "v" + version), 0);
        }

        assertThat(Files.readAllLines(file)).hasSizeLessThan(1010);
        AppliedFile again = new AppliedFile(file);
        assertThat(again.isNew(told(2500, "v2500"))).isFalse();
        assertThat(again.isNew(told(2501, "v2501"))).isTrue();
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void removedKey_isAsOneThatNeverWas() throws IOException {
        Path file = folder.resolve("applied");
        StoreRecord removed = new StoreRecord("main", KEY, 2, Md5.NOTHING, "text", "", Instant.EPOCH);
        AppliedFile applied = new AppliedFile(file);
        applied.applied(told(1, "on"), 0);
        assertThat(applied.isNew(removed)).isTrue();
        applied.applied(removed, 0);

        AppliedFile again = new AppliedFile(file);
        assertThat(again.isNew(removed)).isFalse();
        assertThat(again.isNew(told(3, "on"))).isTrue();
        assertThat(file).isEmptyFile();
    }
}
