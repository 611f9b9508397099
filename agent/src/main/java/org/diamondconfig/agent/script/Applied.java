/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.util.Optional;
import org.diamondconfig.agent.reader.StoreRecord;

/** Hears that a value has arrived on this host: it is in the store, and its script, if it has one, has ended. */
@FunctionalInterface
public interface Applied {

    /** Does not block for long and does not throw. */
    void applied(StoreRecord now, Optional<Outcome> outcome);
}
