/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.agent.Child;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterStoreTest {

    private static final Sharing WITH_FILES = new Sharing(Readers.GROUP, Optional.empty(), 1 << 20, true);
    private static final String LONG = "x".repeat(128);
    private static final ConfigKey LONGEST = ConfigKey.of(LONG, LONG, "y".repeat(250));

    @TempDir
    private Path folder;

    @Test
    void records_areThereAgainAfterAnEnd() throws IOException {
        try (ClusterStore store = Stores.open(folder)) {
            store.put(Stores.told(Stores.KEY, 1, "tea: 3"));
            store.put(Stores.told(LONGEST, 7, "\u00fc\u4e2d"));
        }

        try (ClusterStore store = Stores.open(folder)) {
            assertThat(store.find(Stores.KEY)).contains(Stores.told(Stores.KEY, 1, "tea: 3"));
            assertThat(store.find(LONGEST).orElseThrow().content()).isEqualTo("\u00fc\u4e2d");
            assertThat(store.keys()).containsExactlyInAnyOrder(Stores.KEY, LONGEST);
            store.delete(LONGEST);
            assertThat(store.find(LONGEST)).isEmpty();
        }
    }

    @Test
    void truncatedStore_isMadeAnew() throws IOException {
        Path data = written();
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }

        emptyAndUsable();
    }

    @Test
    void garbledStore_isMadeAnew() throws IOException {
        Path data = written();
        Files.write(data, new byte[64 << 10]);
        emptyAndUsable();

        Files.write(data, "not a store".getBytes(StandardCharsets.US_ASCII));
        emptyAndUsable();
    }

    @Test
    void flippedByteOfAValue_isFound() throws IOException {
        Path data = written();
        byte[] bytes = Files.readAllBytes(data);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tea: 3");
        bytes[at] ^= 1;
        Files.write(data, bytes);

        emptyAndUsable();
    }

    @Test
    void storeThatEndedTheLastStart_isNotLookedAtAgain() throws IOException {
        Path data = written();
        Soundness.begun(data);
        Soundness.begun(data);

        emptyAndUsable();
        assertThat(Soundness.mark(data)).doesNotExist();
    }

    @Test
    void storeWhoseCheckWasKilledOnce_isKept() throws IOException {
        Path data = written();
        Soundness.begun(data);

        try (ClusterStore store = Stores.open(folder)) {
            assertThat(store.find(Stores.KEY)).isPresent();
        }
        assertThat(Soundness.mark(data)).doesNotExist();
    }

    @Test
    void lostFileOfARecord_isMissedAndWrittenAgain() throws IOException {
        Path file = folder.resolve("main.files/public/shop/prices.yaml");
        StoreRecord told = Stores.told(Stores.KEY, 1, "tea: 3");
        try (ClusterStore store = Stores.open(folder, WITH_FILES)) {
            assertThat(store.holds(told)).isFalse();
            store.put(told);
            assertThat(store.holds(told)).isTrue();
            Files.delete(file);
            assertThat(store.holds(told)).isFalse();
            store.put(told);
            assertThat(store.holds(told)).isTrue();
        }
        assertThat(file).exists();
    }

    @Test
    void filesWithoutARecord_goAtTheStart() throws IOException {
        try (ClusterStore store = Stores.open(folder, WITH_FILES)) {
            store.put(Stores.told(Stores.KEY, 1, "tea: 3"));
        }
        Path other = Files.writeString(folder.resolve("main.files/public/shop/other"), "stale");
        Path kept = folder.resolve("main.files/public/shop/prices.yaml");
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));

        Stores.open(folder, WITH_FILES).close();
        assertThat(other).doesNotExist();
        assertThat(permissions(kept)).isEqualTo(Readers.GROUP.own());

        Stores.open(folder).close();
        assertThat(folder.resolve("main.files")).doesNotExist();
    }

    @Test
    void largerStore_isFollowedByAReader() throws Exception {
        Child.end(Child.java(PutMain.class, folder, 1 << 20, 1, 100));
        try (AgentReader reader = AgentReader.open(folder, "main")) {
            assertThat(reader.isMapped()).isTrue();
            assertThat(reader.find(Stores.KEY).orElseThrow().content()).hasSize(100);

            Child.end(Child.java(PutMain.class, folder, 32 << 20, 2, 8 << 20));
            assertThat(reader.find(Stores.KEY).orElseThrow().content()).hasSize(8 << 20);
            assertThat(reader.find(Stores.KEY).orElseThrow().version()).isEqualTo(2);
        }
    }

    private Path written() throws IOException {
        try (ClusterStore store = Stores.open(folder)) {
            store.put(Stores.told(Stores.KEY, 1, "tea: 3"));
        }
        return folder.resolve("main.mdb");
    }

    private void emptyAndUsable() throws IOException {
        try (ClusterStore store = Stores.open(folder)) {
            assertThat(store.keys()).isEmpty();
            store.put(Stores.told(Stores.KEY, 2, "tea: 4"));
            assertThat(store.find(Stores.KEY)).isPresent();
        }
    }

    @Test
    void fullStore_keepsTheOldValue() throws IOException {
        try (ClusterStore store = Stores.open(folder, WITH_FILES)) {
            store.put(Stores.told(Stores.KEY, 1, "tea: 3"));

            assertThatThrownBy(() -> store.put(Stores.told(Stores.KEY, 2, "x".repeat(2 << 20))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not written to the store");
            assertThat(store.find(Stores.KEY).orElseThrow().version()).isEqualTo(1);
            store.put(Stores.told(Stores.KEY, 3, "tea: 5"));
            assertThat(store.find(Stores.KEY).orElseThrow().version()).isEqualTo(3);
        }
    }

    @Test
    void secondAgent_isRefusedByTheNameOfTheFirst() throws IOException {
        try (StoreLease first = StoreLease.take(folder, Path.of("/etc/first.conf"))) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> StoreLease.take(folder, Path.of("/etc/second.conf")))
                    .isInstanceOf(StoreTaken.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("/etc/first.conf");
        }
        StoreLease.take(folder, Path.of("/etc/second.conf")).close();
    }

    @Test
    void valueUnderRewriting_isNeverTornNorMissing() throws Exception {
        Process writer = Child.java(RewriteMain.class, folder);
        try {
            assertThat(writer.inputReader().readLine()).isEqualTo("begun");
            Process reader = Child.java(ReadMain.class, folder, 20_000);
            assertThat(reader.inputReader().readLine()).isEqualTo("misses 0 torn 0 older 0 moving");
            Child.end(reader);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    void killedWriter_leavesTheOldValueOrTheNew() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            Process writer = Child.java(RewriteMain.class, folder);
            assertThat(writer.inputReader().readLine()).isEqualTo("begun");
            writer.destroyForcibly().waitFor();

            try (ClusterStore store = Stores.open(folder)) {
                String content = store.find(Stores.KEY).orElseThrow().content();
                assertThat(content).hasSize(60_000).containsOnlyOnce(content);
                assertThat(content.chars().distinct().count()).isEqualTo(1);
            }
        }
    }

    @Test
    void permissions_areThoseOfTheReaders() throws IOException {
        for (Readers readers : Readers.values()) {
            Path store = Files.createDirectory(folder.resolve(readers.name()));
            try (ClusterStore open = Stores.open(store, new Sharing(readers, Optional.empty(), 1 << 20, true))) {
                open.put(Stores.told(Stores.KEY, 1, "tea: 3"));
                assertThat(permissions(store.resolve("main.mdb"))).isEqualTo(readers.own());
                assertThat(permissions(store.resolve("main.mdb-lock"))).isEqualTo(readers.shared());
                assertThat(permissions(store.resolve("main.files/public/shop"))).isEqualTo(readers.folders());
                assertThat(permissions(store.resolve("main.files/public/shop/prices.yaml")))
                        .isEqualTo(readers.own());
            }
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void secondReaderOfAProcess_readsTheFiles() throws IOException {
        try (ClusterStore store = Stores.open(folder, WITH_FILES)) {
            store.put(Stores.told(Stores.KEY, 4, "tea: 3"));
            try (AgentReader reader = AgentReader.open(folder, "main")) {
                assertThat(reader.isMapped()).isFalse();
                assertThat(reader.get(Stores.KEY).orElseThrow().content()).isEqualTo("tea: 3");
                assertThat(reader.get(Stores.KEY).orElseThrow().version()).isEqualTo(4);
            }
        }
        assertThatThrownBy(() -> AgentReader.open(folder.resolve("none"), "main"))
                .hasMessageContaining("none");
        assertThat(List.of(folder.toFile().list())).contains("main.mdb", "main.mdb-lock", "main.files");
    }
}
