/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.Locale;

/** How data is printed. */
public enum Format {
    /** Columns for people; a single content as it is. */
    TABLE,
    /** One JSON object a line. */
    JSON,
    /** The columns of the table without a head, separated by tabs, whole; a single content as it is. */
    RAW;

    /** As people type it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
