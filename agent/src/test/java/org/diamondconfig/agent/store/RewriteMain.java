/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.nio.file.Path;

/** Rewrites one value of 60 KB as fast as it can, until it is killed. */
public final class RewriteMain {

    private RewriteMain() {}

    public static void main(String[] arguments) throws Exception {
        ClusterStore store = Stores.open(Path.of(arguments[0]));
        for (long version = 1; ; version++) {
            store.put(Stores.told(Stores.KEY, version, Stores.large(version)));
            if (version == 1) {
                System.out.println("begun");
            }
        }
    }
}
