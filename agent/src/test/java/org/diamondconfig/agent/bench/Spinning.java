/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.bench;

import java.nio.file.Path;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.agent.store.Stores;

/** Looks at one key without a rest, and prints when it saw each version first, by the clock that all processes share. */
public final class Spinning {

    private Spinning() {}

    public static void main(String[] arguments) throws Exception {
        try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), "main")) {
            for (long last = -1; ; ) {
                long version =
                        reader.find(Stores.KEY).map(StoredConfig::version).orElse(last);
                if (version != last) {
                    System.out.println(System.nanoTime());
                    last = version;
                }
            }
        }
    }
}
