/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.util.Locale;

/** Writes docs/settings.md from the knobs. Stateless. */
public final class SettingsDocument {

    private SettingsDocument() {}

    public static String markdown() {
        return "# Settings of the server\n\n"
                + "Each is a system property, or an environment variable: the name in upper case with `_` for each `.` and"
                + " `-` (`diamond.data` is `DIAMOND_DATA`). Durations are written `500ms`, `30s`, `5m`, `6h`, `30d`; sizes"
                + " `512`, `64KiB`, `1MiB`, `2GiB`. A value below the least stops the start with a sentence.\n\n"
                + table();
    }

    /** One row a setting. */
    private static String table() {
        StringBuilder table =
                new StringBuilder("| setting | unit | default | least | effect |\n|---|---|---|---|---|\n");
        for (Knob knob : Knob.values()) {
            table.append("| `").append(knob.key()).append("` | ");
            table.append(knob.unit().name().toLowerCase(Locale.ROOT)).append(" | ");
            table.append(quoted(knob.otherwise())).append(" | ");
            table.append(quoted(knob.least())).append(" | ");
            table.append(knob.effect()).append(" |\n");
        }
        return table.toString();
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "" : '`' + value + '`';
    }
}
