/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe;

/** What a poller watches beside keys: all that is below one prefix, as somebody holds it. Thread-safe. */
public interface Branch {

    /** Its line in a probe. */
    Probe.Branch line();

    /** Whether a server has answered, or was given up. */
    boolean settled();

    /** Whether it is not to be polled for now, because all servers would refuse it alike. */
    boolean resting();

    /**
     * Asks a server what there is now, and takes it. Blocks. A refusal that any server would give only lets it rest.
     *
     * @throws IOException if no server answers in a way to be believed
     */
    void refresh() throws IOException, InterruptedException;

    /**
     * What became of keys below it, as far as this server was not told; at most so much of it.
     *
     * @param others keys that are told of already
     */
    List<Probe.Report> due(URI server, int most, Predicate<ConfigKey> others);

    /** This was said to this server, of whichever key. */
    void said(URI server, Probe.Report report);

    /** What came of a version that was told, if the key is below it. */
    void followed(ConfigKey key, long version, String outcome);

    /** That a version that was told came to nothing, if the key is below it. */
    void failed(ConfigKey key, long version, String reason);

    /** Gives the servers up for now: the snapshot, if there is one, may be shown. */
    void settle();
}
