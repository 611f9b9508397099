/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;

/** Puts one value into a store of a size, and ends. */
public final class PutMain {

    private PutMain() {}

    public static void main(String[] arguments) throws Exception {
        Sharing sharing = new Sharing(Readers.GROUP, Optional.empty(), Long.parseLong(arguments[1]), false);
        try (ClusterStore store = Stores.open(Path.of(arguments[0]), sharing)) {
            String content = "x".repeat(Integer.parseInt(arguments[3]));
            store.put(Stores.told(Stores.KEY, Long.parseLong(arguments[2]), content));
        }
    }
}
