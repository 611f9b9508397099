/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill at every step of a change, and every way to cut or flip the index: old or new is read back, never a mixture. */
class CrashPointTest {

    private static final String OLD = "old ".repeat(50);
    private static final String NEW = "new ".repeat(50);

    @TempDir
    private Path folder;

    private DumpDir on(Disk disk) {
        return new DiskDumpDir(disk, folder, new ContentCache(1 << 20, 1 << 10));
    }

    /** The folder with FOO at version 1, synced, and its index. */
    private void prepare() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
        DumpDir dir = on(new RealDisk(folder));
        dir.open();
        dir.follow(DumpDirContract.FIRST, true);
        DumpDirContract.put(dir, DumpDirContract.FOO, 1, OLD, Optional.empty());
        dir.flush(List.of());
        dir.close();
    }

    private void change(DumpDir dir) {
        IndexEntry old = dir.open().lines().get(0);
        IndexEntry next = DumpDirContract.put(dir, DumpDirContract.FOO, 2, NEW, Optional.of(old));
        dir.flush(List.of(next));
    }

    @Test
    void killAtEachStep_leavesOldOrNew() throws IOException {
        prepare();
        FaultyDisk counting = new FaultyDisk(new RealDisk(folder));
        DumpDir undisturbed = on(counting);
        change(undisturbed);
        undisturbed.close();
        int steps = counting.steps().size();
        assertThat(steps).isGreaterThan(8);

        List<Long> versions = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            prepare();
            DumpDir dir = on(new FaultyDisk(new RealDisk(folder)).killAt(step));
            try {
                change(dir);
            } catch (FaultyDisk.Killed e) {
                // the process is gone; its lock goes with it
            }
            dir.close();
            versions.add(readBack());
            assertThat(afterTidying()).as("files after a kill at step %d", step).hasSize(1);
        }

        assertThat(versions).startsWith(1L).endsWith(2L).isSorted();
    }

    /** The files of contents that are there once the folder was tidied, as the next day finds them. */
    private List<Path> afterTidying() throws IOException {
        DumpDir dir = on(new RealDisk(folder));
        List<IndexEntry> lines = dir.open().lines();
        dir.tidy(lines, Instant.now().plus(Duration.ofDays(1)));
        dir.close();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().contains("@"))
                    .toList();
        }
    }

    private long readBack() {
        DumpDir dir = on(new RealDisk(folder));
        DumpDir.Recovered recovered = dir.open();
        assertThat(recovered.lines()).hasSize(1);
        IndexEntry line = recovered.lines().get(0);
        assertThat(DumpDirContract.text(dir, line)).isEqualTo(line.version() == 1 ? OLD : NEW);
        dir.close();
        return line.version();
    }

    @Test
    void order_isFileThenIndexThenSyncThenTheOldFileGoes() throws IOException {
        prepare();
        FaultyDisk disk = new FaultyDisk(new RealDisk(folder));
        DumpDir dir = on(disk);
        change(dir);
        dir.close();

        assertThat(disk.steps())
                .containsSubsequence(
                        "create foo.yaml@2.tmp",
                        "move foo.yaml@2.tmp",
                        "append index",
                        "sync foo.yaml@2",
                        "sync index",
                        "delete foo.yaml@1");
    }

    @Test
    void oldFile_staysUntilTheNewOneWasMadeKnown() throws IOException {
        prepare();
        FaultyDisk disk = new FaultyDisk(new RealDisk(folder));
        DumpDir dir = on(disk);
        IndexEntry old = dir.open().lines().get(0);

        DumpDirContract.put(
                dir,
                DumpDirContract.version(DumpDirContract.FOO, DumpDirContract.FIRST, 2),
                ConfigType.TEXT,
                NEW,
                Optional.of(old));
        dir.flush(List.of());

        assertThat(disk.steps()).doesNotContain("delete foo.yaml@1");
        assertThat(DumpDirContract.text(dir, old)).isEqualTo(OLD);
        dir.close();
    }

    @Test
    void indexCutAnywhere_isReadUpToTheCutAndNotComplete() throws IOException {
        prepare();
        DumpDir changed = on(new RealDisk(folder));
        change(changed);
        changed.close();
        byte[] whole = Files.readAllBytes(folder.resolve("index"));

        for (int length = JournalCodec.header().length; length < whole.length; length++) {
            JournalCodec.Reader cut =
                    JournalCodec.Reader.read(Arrays.copyOf(whole, length)).orElseThrow();
            assertThat(cut.end()).isLessThanOrEqualTo(length);
            assertThat(cut.end() == length || !cut.recovered().complete()).isTrue();
            assertThat(cut.recovered().lines())
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(line -> assertThat(line.key()).isEqualTo(DumpDirContract.FOO));
        }
    }

    @Test
    void indexFlippedAnywhere_neverSaysWhatWasNotWritten() throws IOException {
        prepare();
        DumpDir changed = on(new RealDisk(folder));
        change(changed);
        changed.close();
        byte[] whole = Files.readAllBytes(folder.resolve("index"));
        List<IndexEntry> right =
                JournalCodec.Reader.read(whole).orElseThrow().recovered().lines();
        assertThat(right).extracting(IndexEntry::version).containsExactly(2L);

        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x10;
            JournalCodec.Reader.read(flipped).ifPresent(reader -> {
                assertThat(reader.recovered().complete()).isFalse();
                assertThat(reader.recovered().lines())
                        .allSatisfy(line -> assertThat(line.version()).isBetween(1L, 2L));
            });
        }
    }

    @Test
    void tornEnd_isCutOffAndAddedToAgain() throws IOException {
        prepare();
        byte[] whole = Files.readAllBytes(folder.resolve("index"));
        Files.write(folder.resolve("index"), Arrays.copyOf(whole, whole.length + 7));

        DumpDir dir = on(new RealDisk(folder));
        change(dir);
        dir.close();

        assertThat(readBack()).isEqualTo(2);
    }
}
