/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.FileNames;

/**
 * A key whose content is kept as a plain file, or a prefix with a folder that has a file for each key below it. Immutable.
 *
 * @param cluster where it is from
 * @param key whose content; empty if it is a prefix
 * @param prefix below which all are kept; empty if it is a key
 * @param place the file, or the folder
 * @param mode permissions of each file, {@code rw-r-----}
 * @param owner user, or user:group; empty = the agent's
 * @param deletes whether a file goes when its key is removed
 */
public record MirrorSetup(
        String cluster,
        Optional<ConfigKey> key,
        Optional<Prefix> prefix,
        Path place,
        String mode,
        Optional<String> owner,
        boolean deletes) {

    /**
     * The file of a key; empty if it is not kept here. One below a prefix is directly in the folder, whatever its name is: what
     * stands behind the prefix, {@code /} and a leading dot escaped.
     */
    public Optional<Path> file(ConfigKey asked) {
        if (prefix.isEmpty()) {
            return key.filter(asked::equals).map(same -> place);
        }
        return prefix.filter(above -> above.covers(asked))
                .map(above -> asked.dataId().substring(above.prefix().length()))
                .map(rest -> place.resolve(FileNames.encodePlain(rest)));
    }
}
