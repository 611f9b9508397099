/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;

/**
 * The folders of groups that contents are written to, each file whole or not at all. Where the folder is there, a file gets its name once
 * it is whole; a group that is new is out of sight until its end, which costs one rename in place of one for each file. Groups come one
 * after the other, so that few are open at once. Confined to one thread, but for {@link #write}.
 *
 * <pre>
 * FOLDER/dev/.diamond.next.shop/    a new group, not at its end
 * FOLDER/dev/shop/.diamond.next0    a content for a group that was there, not whole
 * </pre>
 */
final class GroupFolders {

    private final Tree tree;
    private final Map<Name, Group> open = new LinkedHashMap<>();
    private long ended;

    GroupFolders(Tree tree) {
        this.tree = tree;
    }

    private record Name(String namespace, String group) {

        static Name of(ConfigKey key) {
            return new Name(key.namespace(), key.group());
        }
    }

    /**
     * A group that is written to. Thread-safe.
     *
     * @param folder where it will be
     * @param now where it is; the same, if it was there
     * @param files how many were written
     */
    private record Group(Path folder, Path now, LongAdder files) {

        boolean isNew() {
            return !now.equals(folder);
        }
    }

    /** From now on the groups of these keys are written to, and others no more. */
    void turnTo(List<ConfigKey> keys) {
        Map<Name, ConfigKey> wanted = new LinkedHashMap<>();
        keys.forEach(key -> wanted.putIfAbsent(Name.of(key), key));
        end(name -> !wanted.containsKey(name));
        wanted.forEach((name, key) -> open.computeIfAbsent(name, another -> begin(tree.group(key))));
    }

    private static Group begin(Path folder) {
        Path next = folder.resolveSibling(Tree.NEXT + '.' + folder.getFileName());
        try {
            clear(next); // of one that was killed
            if (Files.exists(folder)) {
                return new Group(folder, folder, new LongAdder());
            }
            Files.createDirectories(next);
            return new Group(folder, next, new LongAdder());
        } catch (IOException | DirectoryIteratorException e) {
            throw Tree.failed(folder, e);
        }
    }

    private static void clear(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
                for (Path each : all) {
                    clear(each);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /**
     * Puts a content there.
     *
     * @param writer who writes: nobody else of this number may meanwhile
     */
    void write(ConfigKey key, byte[] content, int writer) {
        Group group = open.get(Name.of(key));
        if (group.isNew()) {
            Path file = group.now().resolve(Tree.encoded(key.dataId()));
            try {
                Tree.put(file, content);
            } catch (IOException e) {
                Tree.remove(file);
                throw Tree.failed(tree.file(key), e);
            }
        } else {
            tree.write(key, content, writer);
        }
        group.files().increment();
    }

    /** Ends all groups: what was written is in its place. */
    void end() {
        end(name -> true);
    }

    /** Ends these, each by itself; of those that cannot be, the first is told. */
    private void end(Predicate<Name> over) {
        Optional<Refused> failure = Optional.empty();
        for (Name name : open.keySet().stream().filter(over).toList()) {
            try {
                end(open.remove(name));
            } catch (Refused e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        failure.ifPresent(first -> {
            throw first;
        });
    }

    private void end(Group group) {
        long files = group.files().sum();
        try {
            if (group.isNew() && files == 0) {
                clear(group.now());
            } else if (group.isNew()) {
                Files.move(group.now(), group.folder(), StandardCopyOption.ATOMIC_MOVE);
            }
            ended += files;
        } catch (IOException | DirectoryIteratorException e) {
            throw Tree.failed(group.folder(), e);
        }
    }

    /** How many contents are in their place, of groups that were ended. */
    long files() {
        return ended;
    }
}
