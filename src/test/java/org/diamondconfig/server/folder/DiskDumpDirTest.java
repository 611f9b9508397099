/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder on a real disk, and what people, other programs and broken disks do to it. */
class DiskDumpDirTest extends DumpDirContract {

    private static final String BIG = "big ".repeat(100_000);

    @TempDir
    private Path folder;

    @Override
    DumpDir reopened() {
        return DumpDir.on(folder, 1 << 20, 1 << 10);
    }

    private DumpDir holding(String content) {
        DumpDir dir = reopened();
        dir.open();
        dir.follow(FIRST, true);
        put(dir, FOO, 1, content, Optional.empty());
        dir.flush(List.of());
        dir.close();
        return reopened();
    }

    private Path file(String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void content_liesThereAsPeopleReadIt() throws IOException {
        holding("a: 1\n");

        assertThat(folder.relativize(file("@1")).toString()).matches("public/group/[0-9a-f]{2}/foo.yaml@1");
        assertThat(file("@1")).hasContent("a: 1\n");
    }

    @Test
    void damagedFile_isPutAsideAndNeverServed() throws IOException {
        List<byte[]> damages = List.of(
                "".getBytes(UTF_8), "a: ".getBytes(UTF_8), "b: 1\n".getBytes(UTF_8), "a: 1\nmore".getBytes(UTF_8));
        for (byte[] damage : damages) {
            DumpDir dir = holding("a: 1\n");
            Files.write(file("@1"), damage);
            IndexEntry line = dir.open().lines().get(0);

            assertThat(dir.content(line)).isEmpty();
            assertThat(dir.missing()).containsExactly(line);
            assertThat(dir.state().quarantined()).isEqualTo(1);
            assertThat(file("@1.bad")).hasBinaryContent(damage);

            IndexEntry again = put(dir, FOO, 1, "a: 1\n", Optional.of(line));
            assertThat(text(dir, again)).isEqualTo("a: 1\n");
            assertThat(dir.missing()).isEmpty();
            dir.close();
            clear();
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void linkInPlaceOfAFile_isNotFollowed() throws IOException {
        DumpDir dir = holding("a: 1\n");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "a: 1\n");
        Path file = file("@1");
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);

        assertThat(dir.content(dir.open().lines().get(0))).isEmpty();
        assertThat(elsewhere).hasContent("a: 1\n");
        dir.close();
    }

    @Test
    void linkInPlaceOfAFolder_isNotWrittenThrough(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(folder.resolve("public"), elsewhere);
        DumpDir dir = reopened();
        dir.open();

        IndexEntry line = put(dir, FOO, 1, "a: 1\n", Optional.empty());

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(text(dir, line)).isEqualTo("a: 1\n");
        assertThat(dir.state().degraded()).isPresent();
        dir.close();
    }

    @Test
    void folderInPlaceOfAFile_isPutAside() throws IOException {
        DumpDir dir = holding("a: 1\n");
        Path file = file("@1");
        Files.delete(file);
        Files.createDirectories(file.resolve("inside"));
        IndexEntry line = dir.open().lines().get(0);

        assertThat(dir.content(line)).isEmpty();
        assertThat(file("@1.bad")).isDirectory();
        dir.close();
    }

    @Test
    void leftOversOfAKill_areNoObstacle() throws IOException {
        DumpDir dir = holding("one");
        Path file = file("@1");
        Files.writeString(file.resolveSibling("foo.yaml@2.tmp"), "tw");
        Files.writeString(file.resolveSibling("foo.yaml@2"), "another two");
        IndexEntry line = dir.open().lines().get(0);

        IndexEntry second = put(dir, FOO, 2, "two", Optional.of(line));

        assertThat(text(dir, second)).isEqualTo("two");
        assertThat(file.resolveSibling("foo.yaml@2")).hasContent("two");
        dir.close();
    }

    @Test
    void foreignIndex_isPutAsideAndEverythingIsDumpedAnew() throws IOException {
        DumpDir dir = holding("one");
        Files.writeString(folder.resolve("index"), "something else");

        assertThat(dir.open()).isEqualTo(DumpDir.Recovered.NOTHING);
        assertThat(folder.resolve("index.bad")).hasContent("something else");
        dir.close();
    }

    @Test
    void secondServer_doesNotWriteIntoAFolderInUse() {
        DumpDir first = reopened();
        first.open();
        DumpDir second = reopened();
        second.open();

        IndexEntry line = put(second, FOO, 1, "second", Optional.empty());

        assertThat(second.state().degraded().orElseThrow()).contains("another");
        assertThat(text(second, line)).isEqualTo("second");
        second.close();
        first.close();
        DumpDir third = reopened();
        assertThat(third.open().lines()).isEmpty();
        third.close();
    }

    @Test
    void largeContent_isReadFromTheDiskEachTime() {
        DumpDir dir = holding(BIG);
        IndexEntry line = dir.open().lines().get(0);

        assertThat(text(dir, line)).isEqualTo(BIG);
        assertThat(dir.isHeld(line)).isFalse();
        assertThat(dir.state().cachedBytes()).isZero();
        dir.close();
    }

    @Test
    void memory_staysWithinItsBound() {
        DumpDir dir = DumpDir.on(folder, 10_000, 1_000);
        dir.open();
        List<IndexEntry> lines = Stream.iterate(1, i -> i + 1)
                .limit(50)
                .map(i -> put(dir, ConfigKey.of("g", "d" + i), 1, "x".repeat(900), Optional.empty()))
                .toList();

        lines.forEach(line -> assertThat(dir.content(line)).isPresent());

        assertThat(dir.state().cachedBytes()).isBetween(1L, 10_000L);
        dir.close();
    }

    @Test
    void fullDisk_contentIsServedFromMemoryAndWrittenLater() {
        FaultyDisk disk = new FaultyDisk(new RealDisk(folder));
        DumpDir dir = new DiskDumpDir(disk, folder, new ContentCache(1 << 20, 1 << 10));
        dir.open();
        IndexEntry first = put(dir, FOO, 1, "one", Optional.empty());
        dir.flush(List.of());
        disk.full(true);

        IndexEntry second = put(dir, FOO, 2, "two", Optional.of(first));
        dir.flush(List.of(second));

        assertThat(text(dir, second)).isEqualTo("two");
        assertThat(dir.state().degraded().orElseThrow()).contains("No space left");
        assertThat(dir.state().unwritten()).isEqualTo(1);
        assertThat(file("@1")).hasContent("one");

        disk.full(false);
        dir.flush(List.of(second));
        dir.flush(List.of(second));

        assertThat(dir.state().degraded()).isEmpty();
        assertThat(dir.state().unwritten()).isZero();
        assertThat(file("@2")).hasContent("two");
        assertThat(file("@2").resolveSibling("foo.yaml@1")).doesNotExist();
        dir.close();
    }

    @Test
    void fullDiskAndFullMemory_contentIsMissingUntilPutAgain() {
        FaultyDisk disk = new FaultyDisk(new RealDisk(folder));
        DumpDir dir = new DiskDumpDir(disk, folder, new ContentCache(100, 100));
        dir.open();
        disk.full(true);

        IndexEntry line = put(dir, FOO, 1, BIG, Optional.empty());
        assertThat(dir.content(line)).isEmpty();
        assertThat(dir.missing()).containsExactly(line);

        disk.full(false);
        IndexEntry again = put(dir, version(FOO, FIRST, 1), ConfigType.YAML, BIG, Optional.of(line));
        dir.settle(again, Optional.of(line));
        assertThat(text(dir, again)).isEqualTo(BIG);
        assertThat(dir.missing()).isEmpty();
        dir.close();
    }
}
