/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.MirrorSetup;
import org.diamondconfig.agent.store.WholeFile;
import org.diamondconfig.wire.ConfigKey;

/**
 * Keeps the contents of chosen keys, and of all below chosen prefixes, as plain files, for software that only knows files.
 * Thread-safe for different keys.
 */
public final class Mirrors implements Outlet {

    private static final Logger LOG = System.getLogger(Mirrors.class.getName());

    private final List<MirrorSetup> mirrors;
    private final MirroredKeys below;

    /**
     * For these.
     *
     * @param state a folder of the agent's own
     */
    public Mirrors(List<MirrorSetup> mirrors, Path state) throws IOException {
        this.mirrors = List.copyOf(mirrors);
        this.below = new MirroredKeys(state.resolve("mirrored"), this::isBelow, places(mirrors));
    }

    private static String places(List<MirrorSetup> mirrors) {
        return mirrors.stream()
                .filter(mirror -> mirror.prefix().isPresent())
                .map(mirror -> mirror.prefix().get() + " " + mirror.place().toAbsolutePath())
                .sorted()
                .collect(Collectors.joining(", "))
                .replace('\n', ' ');
    }

    private boolean isBelow(ConfigKey key) {
        return mirrors.stream().anyMatch(mirror -> isBelow(mirror, key));
    }

    private static boolean isBelow(MirrorSetup mirror, ConfigKey key) {
        return mirror.prefix().isPresent() && mirror.file(key).isPresent();
    }

    @Override
    public Collection<ConfigKey> kept() {
        return below.all();
    }

    /** Whether the store took it or not: a full one must not keep a file old. */
    @Override
    public void take(StoreRecord now, boolean stored) {
        boolean all = true;
        for (MirrorSetup mirror : mirrors) {
            Optional<Path> file = mirror.file(now.key());
            try {
                if (file.isPresent()) {
                    mirror(mirror, file.get(), now);
                }
            } catch (IOException e) {
                all = false;
                LOG.log(Level.ERROR, file.get() + ": not written, tried again with the next comparison: " + e);
            }
        }
        if (all && !now.present()) {
            forget(now.key());
        }
    }

    private void forget(ConfigKey key) {
        try {
            below.remove(key);
        } catch (IOException e) {
            LOG.log(Level.WARNING, key + ": is removed, and it is not remembered that its file was looked after: " + e);
        }
    }

    private void mirror(MirrorSetup mirror, Path file, StoreRecord now) throws IOException {
        if (!now.present()) {
            if (mirror.deletes() && (mirror.key().isPresent() || below.contains(now.key()))) {
                Files.deleteIfExists(file);
            }
            return;
        }
        byte[] content = now.content().getBytes(StandardCharsets.UTF_8);
        boolean isNew = isBelow(mirror, now.key()) && !below.contains(now.key());
        if (isNew) {
            below.add(now.key());
        }
        try {
            write(mirror, file, content);
        } catch (IOException e) {
            if (isNew) {
                // What stands there, if anything, is somebody else's.
                below.remove(now.key());
            }
            throw e;
        }
    }

    private static void write(MirrorSetup mirror, Path file, byte[] content) throws IOException {
        if (!same(file, content) || !hasRights(mirror, file)) {
            Path folder = file.getParent();
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder + ": no such folder");
            }
            WholeFile.write(file, content, unfinished -> rights(mirror, unfinished));
        }
    }

    /** A link, or anything else but a file, is replaced; what it leads to is not looked at. So is what only its owner may read. */
    private static boolean same(Path file, byte[] content) throws IOException {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) == content.length
                    && Arrays.equals(Files.readAllBytes(file), content);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return false;
        }
    }

    private static boolean hasRights(MirrorSetup mirror, Path file) throws IOException {
        PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
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
        return mirror.place().getFileSystem().getUserPrincipalLookupService();
    }

    /**
     * The group first, the owner last: nobody has it with the wrong rights for a moment, and only who owns it may give it a mode.
     * Whoever may write the folder could put a link in its place, which is not followed.
     */
    private static void rights(MirrorSetup mirror, Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        Optional<GroupPrincipal> group = group(mirror);
        if (group.isPresent()) {
            view.setGroup(group.get());
        }
        view.setPermissions(PosixFilePermissions.fromString(mirror.mode()));
        Optional<UserPrincipal> owner = owner(mirror);
        if (owner.isPresent()) {
            view.setOwner(owner.get());
        }
    }
}
