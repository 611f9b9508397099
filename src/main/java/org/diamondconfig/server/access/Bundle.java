/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Actions that go together, under the name of who usually may do them; each holds those of the one before it. */
public enum Bundle {
    READER(Action.READ),
    PUBLISHER(Action.ROLLBACK),
    OWNER(Action.GRANT),
    ADMIN(Action.OPERATE);

    private final Action last;

    Bundle(Action last) {
        this.last = last;
    }

    /** What is in it: the actions in their order, from the first one to its last. */
    Set<Action> actions() {
        return EnumSet.range(Action.READ, last);
    }

    /** How a grant names it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Bundle> named(String wireName) {
        return Arrays.stream(values())
                .filter(bundle -> bundle.wireName().equals(wireName))
                .findFirst();
    }
}
