/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;

/** Makes {@link Passwords} that are the same on every machine. */
public final class TestPasswords {

    private TestPasswords() {}

    /** One at a time, and a rest after each. */
    public static Passwords onOneCore(Settings settings, Ticker ticker, Scheduler scheduler) {
        return new Passwords(settings, ticker, scheduler, 1);
    }
}
