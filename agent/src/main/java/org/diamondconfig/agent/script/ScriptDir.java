/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * The folder of scripts, one for a key or for all below one: the names joined by {@code #}, the most specific that is there.
 *
 * <pre>
 * public#shop#flags#new-cart.sh    of public/shop/flags/new-cart
 * public#shop#flags.sh             of what is below public/shop/flags/ otherwise
 * public#shop.sh                   of the group otherwise
 * public.sh                        of the namespace otherwise
 * </pre>
 *
 * <p>It is read at each change: a script that is put there counts from the next one on. Immutable.
 */
final class ScriptDir {

    private static final String ENDING = ".sh";

    private final Path folder;

    ScriptDir(Path folder) {
        this.folder = folder;
    }

    Optional<Path> find(ConfigKey key) {
        String name = key.toString().replace('/', '#');
        while (true) {
            // A name longer than the file system takes is one that is not there.
            Path script = folder.resolve(name + ENDING);
            if (Files.isRegularFile(script)) {
                return Optional.of(script);
            }
            int end = name.lastIndexOf('#');
            if (end < 0) {
                return Optional.empty();
            }
            name = name.substring(0, end);
        }
    }
}
