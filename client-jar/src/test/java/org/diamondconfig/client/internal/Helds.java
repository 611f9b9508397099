/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.util.Optional;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/** Values for tests. */
final class Helds {

    static final ConfigKey KEY = ConfigKey.of("DEFAULT_GROUP", "app.txt");
    static final Epoch STORE = new Epoch(1, "0123456789abcdef");
    static final Epoch OTHER_STORE = new Epoch(1, "fedcba9876543210");
    static final Epoch NEXT_GENERATION = new Epoch(2, "00000000000000aa");

    private Helds() {}

    static Held held(long version, String content) {
        return held(STORE, version, content);
    }

    static Held held(Epoch epoch, long version, String content) {
        return new Held(KEY, Optional.of(epoch), version, Md5.hex(content), ConfigType.TEXT, content, Origin.SERVER);
    }

    static Held gone(long version) {
        return Held.absent(KEY, STORE, version);
    }
}
