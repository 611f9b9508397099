/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Optional;
import org.diamondconfig.agent.setup.Readers;

/** Who may do what with the files of one cluster. Immutable. */
public final class Permissions {

    private final Readers readers;
    private final Optional<GroupPrincipal> group;

    private Permissions(Readers readers, Optional<GroupPrincipal> group) {
        this.readers = readers;
        this.group = group;
    }

    /**
     * Looks the group up.
     *
     * @throws IOException if this machine has no such group
     */
    public static Permissions of(Path folder, Readers readers, Optional<String> group) throws IOException {
        if (group.isEmpty()) {
            return new Permissions(readers, Optional.empty());
        }
        UserPrincipalLookupService principals = folder.getFileSystem().getUserPrincipalLookupService();
        return new Permissions(readers, Optional.of(principals.lookupPrincipalByGroupName(group.get())));
    }

    /** For what only the agent writes. */
    public void values(Path file) throws IOException {
        set(file, readers.own());
    }

    /** For what readers write, too. */
    public void shared(Path file) throws IOException {
        set(file, readers.shared());
    }

    /** For folders. */
    public void folder(Path folder) throws IOException {
        set(folder, readers.folders());
    }

    /** The group comes first: the wrong one must not have the right for a moment. */
    private void set(Path file, String permissions) throws IOException {
        if (group.isPresent()) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group.get());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
