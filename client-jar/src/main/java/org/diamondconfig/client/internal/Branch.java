/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
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

    /** Gives the servers up for now: the snapshot, if there is one, may be shown. */
    void settle();
}
