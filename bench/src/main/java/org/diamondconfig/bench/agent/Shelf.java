/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ClusterSetup;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.agent.store.Permissions;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** What is written and read: keys, contents, and the store as the agent opens it. */
final class Shelf {

    /** The agent's one cluster. */
    static final String CLUSTER = "main";

    /** The key that is rewritten and watched. */
    static final ConfigKey HOT = ConfigKey.of("shop", "prices.yaml");

    /** How the unit file starts the agent, but for a heap that is smaller. */
    static final List<String> AGENT_JVM =
            List.of("-Xmx24m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    /** How readers are started: as any Java program is. */
    static final List<String> READER_JVM = List.of("-Xmx64m", "-XX:+UseSerialGC");

    private static final int LARGE = 60_000;
    private static final int LETTERS = 26;

    private Shelf() {}

    static ConfigKey key(int i) {
        return ConfigKey.of("shop", "folder/key" + i);
    }

    /** 1 KiB. */
    static String content(int i) {
        return ("content " + i + ' ').repeat(200).substring(0, 1024);
    }

    /** 60 KB of one letter, another one with each version. */
    static String large(long version) {
        return String.valueOf((char) ('a' + version % LETTERS)).repeat(LARGE);
    }

    static StoreRecord told(ConfigKey key, long version, String content) {
        return new StoreRecord(CLUSTER, key, version, Md5.hex(content), "text", content, Instant.EPOCH);
    }

    static ClusterStore open(Path folder) throws IOException {
        Sharing sharing = new Sharing(Readers.GROUP, Optional.empty(), 64 << 20, false);
        ClusterSetup setup =
                new ClusterSetup(CLUSTER, Map.of(), List.of(), List.of(), sharing, 0, Optional.empty(), List.of());
        return ClusterStore.open(folder, setup, Permissions.of(folder, sharing.readers(), sharing.group()));
    }

    /** The agent's configuration of this folder, with more lines for its cluster. */
    static String setup(Path folder, String servers, String lines) {
        return "[agent]\nstore = " + folder + "\nstate = " + folder.resolve("state") + "\n[cluster " + CLUSTER
                + "]\nservers = " + servers + '\n' + lines;
    }
}
