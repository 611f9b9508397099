/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

/** A conditional write found that another was faster; the whole transaction is tried again. Never leaves {@link Database}. */
public final class LostRace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A lost race; it carries no stack trace, being a normal turn of events. */
    public LostRace() {
        super("another change was faster", null, false, false);
    }
}
