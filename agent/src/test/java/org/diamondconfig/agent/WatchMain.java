/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import java.nio.file.Path;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.wire.Md5;

/** Reads one value without a rest until it is told to end, and counts what is missing, torn, or older than what it saw before. */
public final class WatchMain {

    private int misses;
    private int torn;
    private int older;
    private int versions;
    private long last;

    private WatchMain() {}

    public static void main(String[] arguments) throws Exception {
        WatchMain all = new WatchMain();
        try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), "main")) {
            System.out.println(reader.isMapped() ? "mapped" : "files");
            while (System.in.available() == 0) {
                reader.find(Stores.KEY).ifPresentOrElse(all::saw, () -> all.misses++);
            }
        }
        System.out.println("misses " + all.misses + " torn " + all.torn + " older " + all.older);
        System.out.println(all.versions);
    }

    private void saw(StoredConfig found) {
        torn += found.present() && Md5.hex(found.content()).equals(found.md5()) ? 0 : 1;
        older += found.version() < last ? 1 : 0;
        versions += found.version() > last ? 1 : 0;
        last = found.version();
    }
}
