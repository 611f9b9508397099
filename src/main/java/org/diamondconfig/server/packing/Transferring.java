/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import jakarta.inject.Inject;
import java.time.Duration;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;

/** How many exports and imports go on at once on this node: each keeps a thread and a file until it ends. Immutable. */
@Component
record Transferring(Turns turns) {

    /** How long one that was let pass, and whose answer may have begun, waits for its turn. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST = 4;

    @Inject
    Transferring() {
        this(new Turns(
                MOST,
                () -> new TooMany("TRANSFER_BUSY", "Other exports and imports are going on here. Try again.", 5)));
    }
}
