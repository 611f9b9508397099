/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** What only the agent's own user and root can change. Immutable. */
public final class Trusted {

    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;

    private final int self;

    private Trusted(int self) {
        this.self = self;
    }

    /**
     * By the user of this process.
     *
     * @param own a folder where this process may write
     */
    public static Trusted in(Path own) throws IOException {
        Path mine = Files.createTempFile(own, ".diamond-", ".tmp");
        try {
            return new Trusted((Integer) Files.getAttribute(mine, "unix:uid"));
        } finally {
            Files.delete(mine);
        }
    }

    /**
     * Makes the shared folder, or takes the one that is there: in /dev/shm anybody may have made it first, to put other files in
     * the place of the agent's.
     *
     * @throws IOException if it is a link, somebody else's, or others may write in it
     */
    public void folder(Path folder) throws IOException {
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // Every cluster's files have permissions of their own.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (FileAlreadyExistsException e) {
            Map<String, Object> there = Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            if (((Integer) there.get("mode") & KIND) != FOLDER) {
                throw new IOException(folder + ": not a folder, or a link to one", e);
            }
            check(folder, there);
        }
    }

    /**
     * Follows links.
     *
     * @throws IOException if somebody else than this user and root can change it
     */
    public void check(Path path) throws IOException {
        check(path, Files.readAttributes(path, "unix:uid,mode"));
    }

    private void check(Path path, Map<String, Object> attributes) throws IOException {
        int owner = (Integer) attributes.get("uid");
        if (owner != self && owner != 0) {
            throw new IOException(path + ": belongs to another user, " + owner + "; chown");
        }
        if (((Integer) attributes.get("mode") & WRITABLE_BY_OTHERS) != 0) {
            throw new IOException(path + ": its group or everybody may write it; chmod go-w");
        }
    }
}
