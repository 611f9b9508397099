/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.List;
import org.diamondconfig.wire.ConfigType;

/** What is found in a content, each finding as {@code line:column severity code}. Stateless. */
final class Told {

    private Told() {}

    static List<String> of(ConfigType type, String content) {
        return Validation.of(type, content).list().stream()
                .map(finding -> finding.line() + ":" + finding.column() + " "
                        + finding.severity().wireName() + " " + finding.code())
                .toList();
    }
}
