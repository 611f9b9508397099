/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.agent.reader.RecordLayout;
import org.diamondconfig.agent.reader.StoreLayout;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;

/** The records of one cluster as files, for readers without LMDB. Confined to its store's lock. */
final class RecordFiles {

    private final Path store;
    private final String cluster;
    private final Permissions permissions;

    RecordFiles(Path store, String cluster, Permissions permissions) throws IOException {
        this.store = store;
        this.cluster = cluster;
        this.permissions = permissions;
        Path folder = StoreLayout.files(store, cluster);
        Files.createDirectories(folder);
        permissions.folder(folder);
    }

    /** Deletes every other file, and gives the others the rights of now. */
    void keepOnly(List<ConfigKey> keys) throws IOException {
        Set<Path> kept =
                keys.stream().map(key -> StoreLayout.file(store, cluster, key)).collect(Collectors.toSet());
        for (Path path : below(StoreLayout.files(store, cluster))) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                permissions.folder(path);
            } else if (kept.contains(path)) {
                permissions.values(path);
            } else {
                Files.delete(path);
            }
        }
    }

    /** Deletes the folder, if there is one: nobody would write what it says. */
    static void removeAll(Path store, String cluster) throws IOException {
        Path folder = StoreLayout.files(store, cluster);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> all = below(folder);
            for (int i = all.size() - 1; i >= 0; i--) {
                Files.delete(all.get(i));
            }
        }
    }

    /** The folder and all in it, each folder before what is in it. */
    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void put(StoreRecord told) throws IOException {
        Path file = StoreLayout.file(store, cluster, told.key());
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            permissions.folder(folder.getParent());
            permissions.folder(folder);
        }
        WholeFile.write(file, RecordLayout.encode(told), permissions::values);
    }

    /** Whether the file is there and says the same. */
    boolean has(StoreRecord told) {
        try {
            return RecordLayout.decode(Files.readAllBytes(StoreLayout.file(store, cluster, told.key())))
                    .same(told);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    void delete(ConfigKey key) throws IOException {
        Files.deleteIfExists(StoreLayout.file(store, cluster, key));
    }
}
