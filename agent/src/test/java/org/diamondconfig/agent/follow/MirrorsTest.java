/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.MirrorSetup;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorsTest {

    @TempDir
    private Path root;

    private Path folder;
    private Path state;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectory(root.resolve("sites"));
        state = Files.createDirectory(root.resolve("state"));
    }

    private static ConfigKey site(String rest) {
        return ConfigKey.of("shop", "sites/" + rest);
    }

    private MirrorSetup below(boolean deletes, Optional<String> owner) {
        Optional<Prefix> prefix = Optional.of(Prefix.of("shop", "sites/"));
        return new MirrorSetup("main", Optional.empty(), prefix, folder, "rw-r-----", owner, deletes);
    }

    private Mirrors mirrors(boolean deletes) throws IOException {
        return new Mirrors(List.of(below(deletes, Optional.empty())), state);
    }

    private static StoreRecord told(ConfigKey key, String content) {
        return new StoreRecord("main", key, 1, Md5.hex(content), "text", content, Instant.EPOCH);
    }

    private static StoreRecord gone(ConfigKey key) {
        return new StoreRecord("main", key, 2, Md5.NOTHING, "text", "", Instant.EPOCH);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void allBelowAPrefix_areFilesOfOneFolder_whateverTheirNames() throws IOException {
        Mirrors mirrors = mirrors(false);

        for (String rest : List.of("a.conf", "a", "a/b.conf", ".htaccess", "..x/..y", "con", "x".repeat(244))) {
            mirrors.take(told(site(rest), rest), true);
        }
        mirrors.take(told(ConfigKey.of("shop", "other"), "no"), true);
        mirrors.take(told(ConfigKey.of("other", "sites/a.conf"), "no"), true);

        assertThat(files())
                .containsExactly("%2e.x%2f..y", "%2ehtaccess", "%63on", "a", "a%2fb.conf", "a.conf", "x".repeat(244));
        assertThat(folder.resolve("a%2fb.conf")).hasContent("a/b.conf");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rw-r-----");
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all).containsExactlyInAnyOrder(folder, state);
        }
    }

    @Test
    void removedKey_goesOrStays_asIsWanted() throws IOException {
        mirrors(false).take(told(site("a"), "1"), true);
        mirrors(false).take(gone(site("a")), true);
        assertThat(folder.resolve("a")).hasContent("1");

        mirrors(true).take(told(site("a"), "2"), true);
        mirrors(true).take(gone(site("a")), true);
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void keysThatItWrote_areKnownOverRestarts_andNoOthers() throws IOException {
        Files.writeString(folder.resolve("mine.conf"), "a person's");
        Mirrors first = mirrors(true);
        first.take(told(site("a"), "1"), true);
        first.take(told(site("b/c"), "2"), true);
        first.take(told(site("d"), "3"), true);
        first.take(gone(site("d")), true);
        Files.writeString(
                state.resolve("mirrored"), Files.readString(state.resolve("mirrored")) + "public/shop/sites/cu");

        assertThat(mirrors(true).kept()).containsExactly(site("a"), site("b/c"));
        assertThat(new Mirrors(List.of(), state).kept()).isEmpty();
        mirrors(true).take(gone(site("mine.conf")), true);
        assertThat(files()).containsExactly("a", "b%2fc", "mine.conf");
    }

    @Test
    void folderThatIsAnother_hasNoFileThatItWrote() throws IOException {
        mirrors(true).take(told(site("a"), "1"), true);
        folder = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(folder.resolve("a"), "a person's");

        mirrors(true).take(gone(site("a")), true);

        assertThat(files()).containsExactly("a");
    }

    @Test
    void fileThatCouldNotBeWritten_isNotItsOwn() throws IOException {
        Files.writeString(folder.resolve("a"), "a person's");
        MirrorSetup nobodys = below(true, Optional.of("nobody-of-this-name"));

        new Mirrors(List.of(nobodys), state).take(told(site("a"), "1"), true);
        mirrors(true).take(gone(site("a")), true);

        assertThat(folder.resolve("a")).hasContent("a person's");
    }

    @Test
    void list_doesNotGrowWithWhatComesAndGoes() throws IOException {
        Mirrors mirrors = mirrors(true);
        mirrors.take(told(site("a"), "1"), true);
        for (int i = 0; i < 1_500; i++) {
            mirrors.take(told(site("b"), "1"), true);
            mirrors.take(gone(site("b")), true);
        }

        assertThat(Files.readAllLines(state.resolve("mirrored"))).hasSizeLessThan(1_100);
        assertThat(mirrors(true).kept()).containsExactly(site("a"));
    }

    @Test
    void linkInItsPlace_isReplaced_notFollowed() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "1");
        Files.createSymbolicLink(folder.resolve("a"), elsewhere);

        mirrors(false).take(told(site("a"), "1"), true);
        mirrors(false).take(told(site("a"), "2"), true);

        assertThat(elsewhere).hasContent("1");
        assertThat(Files.isRegularFile(folder.resolve("a"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(folder.resolve("a")).hasContent("2");
    }

    @Test
    void fileOfAnotherOwner_isHis() throws IOException {
        assumeTrue((Integer) Files.getAttribute(root, "unix:uid") == 0, "only root may give files away");
        Mirrors mirrors = new Mirrors(List.of(below(false, Optional.of("nobody:nogroup"))), state);
        mirrors.take(told(site("a"), "1"), true);
        mirrors.take(told(site("a"), "2"), true);

        assertThat(folder.resolve("a")).hasContent("2");
        assertThat(Files.getOwner(folder.resolve("a"))).hasToString("nobody");
        assertThat(Files.getAttribute(folder.resolve("a"), "posix:group")).hasToString("nogroup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rw-r-----");
    }
}
