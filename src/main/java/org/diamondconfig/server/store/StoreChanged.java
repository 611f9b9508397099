/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.SQLException;

/** A connection was refused because it leads to a store that is not ours. */
final class StoreChanged extends SQLException {

    private static final long serialVersionUID = 1L;

    StoreChanged(String sentence) {
        super(sentence, "08004");
    }
}
