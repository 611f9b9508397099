/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedTest {

    @TempDir
    private Path folder;

    private Trusted trusted;
    private Path store;

    @BeforeEach
    void open() throws IOException {
        trusted = Trusted.in(folder);
        store = folder.resolve("store");
    }

    @Test
    void folderOfOurs_isMadeAndTakenAgain() throws IOException {
        trusted.folder(store);
        trusted.folder(store);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rwxr-xr-x");
        assertThat(folder.toFile().list()).containsExactly("store");
    }

    @Test
    void folderThatOthersMayWrite_isRefused() throws IOException {
        Files.createDirectory(store);
        for (String permissions : new String[] {"rwxrwxr-x", "rwxr-xrwx"}) {
            Files.setPosixFilePermissions(store, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> trusted.folder(store)).hasMessageContaining("chmod go-w");
        }
    }

    @Test
    void linkToAFolderAndAFile_areRefused() throws IOException {
        Files.createSymbolicLink(store, Files.createDirectory(folder.resolve("elsewhere")));
        assertThatThrownBy(() -> trusted.folder(store)).hasMessageContaining("not a folder");
        Files.delete(store);
        Files.createFile(store);
        assertThatThrownBy(() -> trusted.folder(store)).hasMessageContaining("not a folder");
    }

    @Test
    void folderOfAnotherUser_isRefused() throws IOException {
        Files.createDirectory(store);
        try {
            Files.setAttribute(store, "unix:uid", 65534);
        } catch (IOException e) {
            assumeTrue(false, "only root gives files away");
        }
        assertThatThrownBy(() -> trusted.folder(store)).hasMessageContaining("another user, 65534");
    }
}
