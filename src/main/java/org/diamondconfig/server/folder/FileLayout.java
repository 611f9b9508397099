/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.nio.file.Path;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.FileNames;

/**
 * Where things lie in the folder. Immutable.
 *
 * <pre>
 * dump/
 *   index                                   which file is which
 *   lock                                    held while a server uses the folder
 *   {namespace|public}/{group}/{00-ff}/
 *     {name}@{version}                      a content, raw
 *     {name}@{version}.{n}                  the n-th other content under one version: somebody changed the row by hand
 *     {name}~{variant}@{version}            what only some clients are given
 *     ....tmp                               being written; left over by a kill, else gone; see {@link ContentFiles.Leftovers}
 *     ....bad                               put aside because it was not what the index says; the newest are kept a while
 * </pre>
 */
record FileLayout(Path root) {

    /** Ends the name of a file that is being written. */
    static final String FRESH = ".tmp";

    /** Ends the name of a file that was put aside. */
    static final String BAD = ".bad";

    private static final int FOLDERS = 256;

    Path index() {
        return root.resolve("index");
    }

    /** The file of a line that is present. */
    Path file(IndexEntry line) {
        ConfigKey key = line.key();
        StringBuilder name = new StringBuilder(FileNames.encode(key.dataId()));
        if (!line.variant().equals(IndexEntry.FORMAL)) {
            name.append('~').append(FileNames.encode(line.variant()));
        }
        name.append('@').append(line.version());
        if (line.serial() > 0) {
            name.append('.').append(line.serial());
        }
        return root.resolve(FileNames.encode(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encode(key.group()))
                .resolve(folder(key.dataId()))
                .resolve(name.toString());
    }

    /** One of 256 folders, so that none holds too many files. */
    private static String folder(String dataId) {
        int hash = dataId.hashCode();
        int low = (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (FOLDERS - 1);
        return (low < 16 ? "0" : "") + Integer.toHexString(low);
    }

    static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
