/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.FileNames;

/**
 * Where things are in the agent's store.
 *
 * <pre>
 * main.mdb         LMDB, the values of cluster main; key = namespace NUL group NUL dataId
 * main.mdb-lock    LMDB's own: its readers write here that they read
 * main.files/      the same records as files: [namespace, public]/[group]/[dataId], names as FileNames.encode makes them
 * main.sock        where a reader asks for a key that is not there
 * agent.lock       the agent that keeps this store
 * </pre>
 */
public final class StoreLayout {

    private StoreLayout() {}

    /** The LMDB file of a cluster. */
    public static Path data(Path store, String cluster) {
        return store.resolve(cluster + ".mdb");
    }

    /** LMDB's own lock file beside it. */
    public static Path lock(Path store, String cluster) {
        return lock(data(store, cluster));
    }

    static Path lock(Path data) {
        return data.resolveSibling(data.getFileName() + "-lock");
    }

    /** The folder of a cluster's records as files. */
    public static Path files(Path store, String cluster) {
        return store.resolve(cluster + ".files");
    }

    /** The record of one key as a file. */
    public static Path file(Path store, String cluster, ConfigKey key) {
        return files(store, cluster)
                .resolve(FileNames.encode(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encode(key.group()))
                .resolve(FileNames.encode(key.dataId()));
    }

    /** Where a reader asks for a key. */
    public static Path socket(Path store, String cluster) {
        return store.resolve(cluster + ".sock");
    }

    /** The key of LMDB: at most 508 bytes, of the 511 that LMDB allows. */
    public static byte[] key(ConfigKey key) {
        String names = key.namespace() + '\0' + key.group() + '\0' + key.dataId();
        return names.getBytes(StandardCharsets.US_ASCII);
    }

    /** The same, at the beginning of an array that has room for it; answers how many bytes it is. */
    static int key(ConfigKey key, byte[] into) {
        int group = ascii(key.namespace(), into, 0);
        into[group] = 0;
        int dataId = ascii(key.group(), into, group + 1);
        into[dataId] = 0;
        return ascii(key.dataId(), into, dataId + 1);
    }

    private static int ascii(String name, byte[] into, int from) {
        for (int i = 0; i < name.length(); i++) {
            into[from + i] = (byte) name.charAt(i);
        }
        return from + name.length();
    }

    /**
     * The key behind the bytes of one.
     *
     * @throws IllegalArgumentException if they are not such bytes
     */
    public static ConfigKey key(byte[] bytes) {
        String[] names = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1);
        if (names.length != 3) {
            throw new IllegalArgumentException("key: three names expected, here are " + names.length);
        }
        return new ConfigKey(names[0], names[1], names[2]);
    }
}
