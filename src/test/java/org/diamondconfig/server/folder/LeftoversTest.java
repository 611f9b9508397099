/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.folder.ContentFiles.Leftovers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nothing needs goes, in the background and by its age; what anything needs never does. */
class LeftoversTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private DumpDir dir;
    private IndexEntry live;

    @BeforeEach
    void open() {
        dir = DumpDir.on(folder, 1 << 20, 1 << 10);
        dir.open();
        dir.follow(DumpDirContract.FIRST, true);
        live = DumpDirContract.put(dir, DumpDirContract.FOO, 1, "foo", Optional.empty());
        dir.flush(List.of());
        age(file("@1"), Duration.ofDays(30));
    }

    @AfterEach
    void close() {
        dir.close();
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

    private static Path age(Path file, Duration age) {
        try {
            return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path beside(String name, Duration age) throws IOException {
        return age(Files.writeString(file("@1").resolveSibling(name), "x"), age);
    }

    private void tidy() {
        dir.tidy(List.of(live), NOW);
    }

    @Test
    void oldFilesThatNoLineNames_go() throws IOException {
        Path temporary = beside("foo.yaml@2.tmp", Leftovers.YOUNG.plus(MINUTE));
        Path orphan = beside("gone@7", Leftovers.YOUNG.plus(MINUTE));
        Path serial = beside("foo.yaml@1.1", Leftovers.YOUNG.plus(MINUTE));

        tidy();

        assertThat(List.of(temporary, orphan, serial)).noneMatch(Files::exists);
        assertThat(file("@1")).hasContent("foo");
    }

    @Test
    void youngFiles_stay_forTheirLineMayBeOnTheWay() throws IOException {
        Path temporary = beside("foo.yaml@2.tmp", Leftovers.YOUNG.minus(MINUTE));
        Path orphan = beside("foo.yaml@2", Leftovers.YOUNG.minus(MINUTE));

        tidy();

        assertThat(List.of(temporary, orphan)).allMatch(Files::exists);
    }

    @Test
    void filesOfOthers_stay() throws IOException {
        Path note = beside("README", Duration.ofDays(99));
        Path top = age(Files.writeString(folder.resolve("notes@1"), "x"), Duration.ofDays(99));

        tidy();

        assertThat(List.of(note, top, folder.resolve("index"), folder.resolve("lock")))
                .allMatch(Files::exists);
    }

    @Test
    void filesPutAside_stayAWeek_andTheNewestHundredOnly() throws IOException {
        Path old = beside("a@1.bad", Leftovers.ASIDE.plus(MINUTE));
        Path recent = beside("b@1.bad", Duration.ofDays(1));
        for (int i = 0; i < Leftovers.MOST_ASIDE; i++) {
            beside("many@" + i + ".bad", MINUTE);
        }

        tidy();

        assertThat(List.of(old, recent)).noneMatch(Files::exists);
        assertThat(file("many@0.bad")).exists();
    }

    @Test
    void replacedContent_staysUntilTheNewOneWasMadeKnown() {
        IndexEntry next = DumpDirContract.put(dir, DumpDirContract.FOO, 2, "new", Optional.of(live));

        dir.tidy(List.of(next), NOW);

        assertThat(file("@1")).hasContent("foo");
        assertThat(DumpDirContract.text(dir, live)).isEqualTo("foo");
    }

    @Test
    void contentThatIsStillToBeDeletedSafely_isLeftToTheFlush() {
        IndexEntry next = DumpDirContract.put(dir, DumpDirContract.FOO, 2, "new", Optional.of(live));
        dir.settle(next, Optional.of(live));

        dir.tidy(List.of(next), NOW);

        assertThat(file("@1")).exists();
    }

    @Test
    void fileThatTookTheNameOfWhatWasFound_stays() throws IOException {
        Path orphan = beside("gone@7", Duration.ofDays(1));
        RealDisk disk = new RealDisk(folder);
        Disk.Found found = disk.look(orphan).orElseThrow();
        Files.delete(orphan);
        age(Files.writeString(orphan, "another"), Duration.ofDays(2));

        assertThat(new ContentFiles(disk, new FileLayout(folder)).deleteStray(found))
                .isFalse();
        assertThat(orphan).exists();
    }
}
