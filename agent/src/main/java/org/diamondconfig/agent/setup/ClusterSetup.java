/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;

/**
 * One cluster of servers and what of it is followed. Immutable.
 *
 * @param name what readers call it
 * @param connection how the servers are reached
 * @param keys followed one by one
 * @param prefixes followed with all that is below them
 * @param sharing who may read, and in what
 * @param askedMax how many keys readers may add by asking; 0 = none
 * @param scripts how scripts are run, if any
 * @param mirrors keys, and those below prefixes, that are plain files, too
 */
public record ClusterSetup(
        String name,
        Map<Setting, String> connection,
        List<ConfigKey> keys,
        List<Prefix> prefixes,
        Sharing sharing,
        int askedMax,
        Optional<ScriptSetup> scripts,
        List<MirrorSetup> mirrors) {

    /**
     * The shared side of a cluster. Immutable.
     *
     * @param readers who may read
     * @param group the group of all files; empty = the agent's own
     * @param bytes what the store may grow to
     * @param files whether each record is a file, too
     */
    public record Sharing(Readers readers, Optional<String> group, long bytes, boolean files) {}

    /** Copies what can change. */
    public ClusterSetup {
        connection = Map.copyOf(connection);
        keys = List.copyOf(keys);
        prefixes = List.copyOf(prefixes);
        mirrors = List.copyOf(mirrors);
    }
}
