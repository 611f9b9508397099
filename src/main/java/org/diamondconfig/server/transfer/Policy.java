/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a configuration that is there already, with other content. */
public enum Policy {
    /** Nothing at all is written if one is there, or anything is refused. */
    ABORT,
    /** It stays. */
    SKIP,
    /** It is replaced. */
    OVERWRITE;

    /**
     * The policy of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Policy parse(String word) {
        return Stream.of(values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("policy: use abort, skip or overwrite"));
    }
}
