/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.context;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are their owner's alone, where the system knows of that. Pure. */
public final class OwnFile {

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private OwnFile() {}

    /** Whether anybody but its owner may read it. */
    public static boolean othersMayRead(Path file) throws IOException {
        return posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    /** A new file in the same folder, its owner's alone. */
    static Path createBeside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return posix()
                ? Files.createTempFile(
                        folder,
                        ".diamond",
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".diamond", "");
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
