/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.diamondconfig.client.internal.Helds.KEY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.edge.DurableFile.Step;
import org.diamondconfig.client.internal.edge.DurableFile.Steps;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotDirTest {

    @TempDir
    Path root;

    private SnapshotDir snapshots;

    @BeforeEach
    void open() {
        snapshots = new SnapshotDir(root);
    }

    @Test
    void valueComesBackAsASnapshot() throws IOException {
        snapshots.write(Helds.held(7, "é\r\n\u0000"));

        Held read = snapshots.read(KEY).orElseThrow();

        assertThat(read.tellsTheSameAs(Helds.held(7, "é\r\n\u0000"))).isTrue();
        assertThat(read.content()).isEqualTo("é\r\n\u0000");
        assertThat(read.origin()).isEqualTo(Origin.SNAPSHOT);
    }

    @Test
    void tombstoneComesBack() throws IOException {
        snapshots.write(Helds.held(7, "a"));
        snapshots.write(Helds.gone(8));

        assertThat(snapshots.read(KEY)).contains(Helds.gone(8));
    }

    @Test
    void fileIsAHeaderLineAndTheContent() throws IOException {
        snapshots.write(Helds.held(7, "a\nb"));

        assertThat(snapshots.file(KEY)).isEqualTo(root.resolve("public/+default_group/app.txt"));
        assertThat(Files.readString(snapshots.file(KEY)))
                .matches("diamond-snapshot 1 1-0123456789abcdef 7 [0-9a-f]{32} 3 text [0-9a-f]{8}\na\nb");
    }

    @Test
    void nothingIsThereAtFirst() {
        assertThat(snapshots.read(KEY)).isEmpty();
    }

    @Test
    void newerOneOfAnotherProcessStays() throws IOException {
        snapshots.write(Helds.held(7, "new"));
        snapshots.write(Helds.held(6, "old"));

        assertThat(snapshots.read(KEY).orElseThrow().version()).isEqualTo(7);
    }

    @Test
    void everyTruncationIsSetAsideAndNeverServed() throws IOException {
        byte[] whole = writtenBytes();
        for (int length = 0; length < whole.length; length++) {
            assertDamaged(Arrays.copyOf(whole, length), "cut to " + length);
        }
    }

    @Test
    void everyFlippedBitIsSetAsideAndNeverServed() throws IOException {
        byte[] whole = writtenBytes();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertDamaged(flipped, "bit " + bit);
        }
    }

    @Test
    void garbageIsSetAside() throws IOException {
        byte[] longer = Arrays.copyOf(writtenBytes(), writtenBytes().length + 1);
        assertDamaged("<html>proxy</html>".getBytes(StandardCharsets.UTF_8), "html");
        assertDamaged(new byte[4096], "zeros");
        assertDamaged(longer, "one byte more");
    }

    private byte[] writtenBytes() throws IOException {
        snapshots.write(Helds.held(7, "content"));
        return Files.readAllBytes(snapshots.file(KEY));
    }

    private void assertDamaged(byte[] bytes, String how) throws IOException {
        Files.write(snapshots.file(KEY), bytes);

        assertThat(snapshots.read(KEY)).as(how).isEmpty();
        assertThat(snapshots.file(KEY)).as(how).doesNotExist();
        assertThat(snapshots.file(KEY).resolveSibling("app.txt@.bad")).as(how).hasBinaryContent(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void crashAtAnyStepLeavesTheOldOrTheNewWhole(Step at) throws IOException {
        snapshots.write(Helds.held(7, "old"));
        Steps crash = step -> {
            if (step == at) {
                throw new IOException("crash before " + at);
            }
        };
        SnapshotDir crashing = new SnapshotDir(root, crash, InstantSource.system());

        assertThatIOException().isThrownBy(() -> crashing.write(Helds.held(8, "new")));

        Held read = new SnapshotDir(root).read(KEY).orElseThrow();
        assertThat(read.content()).isEqualTo(at == Step.SYNC_FOLDER ? "new" : "old");
        try (Stream<Path> files = Files.list(snapshots.file(KEY).getParent())) {
            assertThat(files).containsExactly(snapshots.file(KEY));
        }
    }

    @Test
    void sweepTakesWhatKilledWritersLeftAndNothingElse() throws IOException {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        snapshots.write(Helds.held(1, "a"));
        Path folder = snapshots.file(KEY).getParent();
        Path left = Files.writeString(folder.resolve("app.txt@1@tmp"), "half");
        Path atWork = Files.writeString(folder.resolve("app.txt@2@tmp"), "half");
        Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofHours(2))));
        Files.setLastModifiedTime(snapshots.file(KEY), FileTime.from(now.minus(Duration.ofHours(2))));
        Files.setLastModifiedTime(atWork, FileTime.from(now.minus(Duration.ofMinutes(2))));

        new SnapshotDir(root, step -> {}, () -> now).sweep();

        assertThat(left).doesNotExist();
        assertThat(atWork).exists();
        assertThat(snapshots.file(KEY)).exists();
    }

    @Test
    void syncComesBeforeRename() throws IOException {
        List<Step> steps = new ArrayList<>();
        new SnapshotDir(root, steps::add, InstantSource.system()).write(Helds.held(1, "a"));

        assertThat(steps).containsExactly(Step.WRITE, Step.SYNC, Step.RENAME, Step.SYNC_FOLDER);
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path elsewhere = Files.write(root.resolve("elsewhere"), writtenBytes());
        Files.delete(snapshots.file(KEY));
        Files.createSymbolicLink(snapshots.file(KEY), elsewhere);

        assertThat(snapshots.read(KEY)).isEmpty();
    }

    @Test
    void folderInItsPlaceIsNoValue() throws IOException {
        Files.createDirectories(snapshots.file(KEY));

        assertThat(snapshots.read(KEY)).isEmpty();
        assertThatIOException().isThrownBy(() -> snapshots.write(Helds.held(1, "a")));
    }

    @Test
    void keyWhoseNameLooksLikeASetAsideFileDoesNotClash() {
        assertThat(snapshots.file(ConfigKey.of("DEFAULT_GROUP", "app.txt.bad")).getFileName())
                .isNotEqualTo(Path.of("app.txt@.bad"));
    }
}
