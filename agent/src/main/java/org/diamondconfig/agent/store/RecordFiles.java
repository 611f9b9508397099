/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
