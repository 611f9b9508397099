/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Replaces a file so that whoever opens it sees the old content or the new, whole, and never with other rights. */
public final class WholeFile {

    /** Gives a file its owner and its rights. */
    @FunctionalInterface
    public interface Rights {

        /** Before it gets its name. */
        void give(Path file) throws IOException;
    }

    private WholeFile() {}

    /** Writes it. The folder must be there, and belong to somebody who is trusted. */
    public static void write(Path file, byte[] content, Rights rights) throws IOException {
        Path unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".diamond-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(unfinished, content);
            rights.give(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(file + ": cannot be replaced in one step", e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
