/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.MirrorSetup;
import org.diamondconfig.agent.store.WholeFile;

/** Keeps the contents of chosen keys as plain files, for software that only knows files. Thread-safe for different keys. */
public final class Mirrors implements Outlet {

    private static final Logger LOG = System.getLogger(Mirrors.class.getName());

    private final List<MirrorSetup> mirrors;

    /** For these. */
    public Mirrors(List<MirrorSetup> mirrors) {
        this.mirrors = List.copyOf(mirrors);
    }

    /** Whether the store took it or not: a full one must not keep a file old. */
    @Override
    public void take(StoreRecord now, boolean stored) {
        for (MirrorSetup mirror : mirrors) {
            if (mirror.key().equals(now.key())) {
                try {
                    mirror(mirror, now);
                } catch (IOException e) {
                    LOG.log(Level.ERROR, mirror.file() + ": not written, tried again with the next comparison: " + e);
                }
            }
        }
    }

    private static void mirror(MirrorSetup mirror, StoreRecord now) throws IOException {
        if (!now.present()) {
            if (mirror.deletes()) {
                Files.deleteIfExists(mirror.file());
            }
            return;
        }
        byte[] content = now.content().getBytes(StandardCharsets.UTF_8);
        if (!same(mirror.file(), content) || !hasRights(mirror)) {
            Path folder = mirror.file().getParent();
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder + ": no such folder");
            }
            WholeFile.write(mirror.file(), content, file -> rights(mirror, file));
        }
    }

    private static boolean same(Path file, byte[] content) throws IOException {
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean hasRights(MirrorSetup mirror) throws IOException {
        PosixFileAttributes now = Files.readAttributes(mirror.file(), PosixFileAttributes.class);
        Optional<UserPrincipal> owner = owner(mirror);
        Optional<GroupPrincipal> group = group(mirror);
        return PosixFilePermissions.toString(now.permissions()).equals(mirror.mode())
                && (owner.isEmpty() || owner.get().equals(now.owner()))
                && (group.isEmpty() || group.get().equals(now.group()));
    }

    private static Optional<UserPrincipal> owner(MirrorSetup mirror) throws IOException {
        return mirror.owner().isEmpty()
                ? Optional.empty()
                : Optional.of(principals(mirror)
                        .lookupPrincipalByName(mirror.owner().get().split(":", 2)[0]));
    }

    private static Optional<GroupPrincipal> group(MirrorSetup mirror) throws IOException {
        String[] names = mirror.owner().orElse("").split(":", 2);
        return names.length < 2
                ? Optional.empty()
                : Optional.of(principals(mirror).lookupPrincipalByGroupName(names[1]));
    }

    private static UserPrincipalLookupService principals(MirrorSetup mirror) {
        return mirror.file().getFileSystem().getUserPrincipalLookupService();
    }

    /** Owner first, then the mode: nobody has it with the wrong rights for a moment. */
    private static void rights(MirrorSetup mirror, Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Optional<GroupPrincipal> group = group(mirror);
        if (group.isPresent()) {
            view.setGroup(group.get());
        }
        Optional<UserPrincipal> owner = owner(mirror);
        if (owner.isPresent()) {
            view.setOwner(owner.get());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mirror.mode()));
    }
}
