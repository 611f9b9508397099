/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.Test;

/** Where the key of the trail comes from, and what a node does that has the wrong one. */
class AuditKeyTest extends AuditKit {

    private static final String KEY_FILE = "diamond.audit.key-file";

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.h2(dataFolder);
    }

    private String file(String name, String content, String mode) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
                .toString();
    }

    @Test
    void nodesWithoutAFile_shareTheDatabasesKey() {
        node.seal("a");
        node("other").write("b");
        node.sealer.turn();

        assertThat(node.faults()).isEmpty();
        assertThat(node.audit.verify(0).entries()).isEqualTo(2);
    }

    @Test
    void nodesWithTheSameFile_shareItsKey_andTheDatabaseAloneProvesNothing() throws IOException {
        String key = file("key", "k".repeat(32), "rw-------");
        AuditNode first = node("first", KEY_FILE, key);
        first.seal("a");
        node("second", KEY_FILE, key).write("b");
        first.sealer.turn();

        assertThat(first.audit.verify(0).entries()).isEqualTo(2);
        assertThat(first.faults()).isEmpty();
        assertRefused(node);
        assertRefused(node("third", KEY_FILE, file("another", "x".repeat(32), "rw-------")));
    }

    private static void assertRefused(AuditNode node) {
        assertThatThrownBy(() -> node.write("c"))
                .isInstanceOfSatisfying(
                        Unavailable.class, refusal -> assertThat(refusal.code()).isEqualTo("AUDIT_KEY"));
    }

    @Test
    void fileThatIsNoSecret_stopsTheStart() throws IOException {
        String readable = file("readable", "k".repeat(32), "rw-r--r--");
        String brief = file("brief", "k".repeat(31), "rw-------");

        assertThatThrownBy(() -> node("a", KEY_FILE, readable)).hasMessageContaining("0600");
        assertThatThrownBy(() -> node("b", KEY_FILE, brief)).hasMessageContaining("31 bytes");
        assertThatThrownBy(() -> node("c", KEY_FILE, folder.resolve("none").toString()))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void keyThatWasMadeInATransactionThatFailed_isNotUsedAgain() {
        assertThatThrownBy(() -> store.database().write(entities -> {
                    node.entries.record(entities, Entry.of(AuditNode.ANN, "publish", Entry.Target.SERVER));
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(IllegalStateException.class);

        node.seal("a");

        assertThat(node("other").faults()).isEmpty();
        assertThat(node.audit.verify(0).entries()).isEqualTo(1);
    }
}
