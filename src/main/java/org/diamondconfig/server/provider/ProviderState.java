/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import java.util.Locale;

/** Whether a provider is to be used. */
enum ProviderState {
    /** It is; a datum of which nothing else was said is up. */
    UP,
    /** A person took it out; only a person puts it back. */
    OFFLINE,
    /** It was found not to answer. */
    DOWN;

    /** As it is written on the wire and in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProviderState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
