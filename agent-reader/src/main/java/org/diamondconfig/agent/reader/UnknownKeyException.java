/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import org.diamondconfig.wire.ConfigKey;

/** A key is neither in the store nor told by the agent in time; that is not the same as absent. */
public final class UnknownKeyException extends RuntimeException {

    UnknownKeyException(ConfigKey key, String answer) {
        super(key + ": not in the store, and the agent says: " + answer);
    }
}
