/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;

/** Another agent keeps this store; the message names it. */
public final class StoreTaken extends IOException {

    StoreTaken(String message) {
        super(message);
    }
}
