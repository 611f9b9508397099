/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.util.Locale;

/** What becomes of a configuration that is there with another content. */
public enum Policy {
    ABORT,
    SKIP,
    OVERWRITE;

    /** As the API says it, and people type it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return wireName();
    }
}
