/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

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
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** Stores and records of tests. */
public final class Stores {

    public static final ConfigKey KEY = ConfigKey.of("shop", "prices.yaml");

    private Stores() {}

    public static StoreRecord told(ConfigKey key, long version, String content) {
        return new StoreRecord("main", key, version, Md5.hex(content), "text", content, Instant.EPOCH);
    }

    public static ClusterStore open(Path folder) throws IOException {
        return open(folder, new Sharing(Readers.GROUP, Optional.empty(), 16 << 20, false));
    }

    public static ClusterStore open(Path folder, Sharing sharing) throws IOException {
        ClusterSetup setup =
                new ClusterSetup("main", Map.of(), List.of(), List.of(), sharing, 0, Optional.empty(), List.of());
        return ClusterStore.open(folder, setup, Permissions.of(folder, sharing.readers(), sharing.group()));
    }

    /** 60 KB of one letter, another one with each version. */
    static String large(long version) {
        return String.valueOf((char) ('a' + version % 26)).repeat(60_000);
    }
}
