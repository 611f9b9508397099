/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import jakarta.inject.Inject;
import java.util.function.Predicate;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/**
 * What somebody outside the cluster says of a key: that it may have changed. This node looks into the database and serves what
 * it finds there; the hint is believed in nothing else, since anybody may give one. Thread-safe.
 */
@Component
public final class Hints {

    private final Configs configs;
    private final Predicate<ConfigChanged> follow;

    @Inject
    Hints(Configs configs, Dump dump) {
        this(configs, dump::follow);
    }

    /** For tests: what reads a change from the database, and says whether it is served now. */
    Hints(Configs configs, Predicate<ConfigChanged> follow) {
        this.configs = configs;
        this.follow = follow;
    }

    /**
     * Looks, and serves what there is.
     *
     * @throws Unavailable if the database cannot be asked, or VERSION_NOT_REACHED if what it holds is not served yet
     */
    public void take(ConfigKey key) {
        boolean served = configs.find(key)
                .map(row -> ConfigChanged.of(key, row.epoch(), row.version()))
                .map(follow::test)
                .orElse(true);
        if (!served) {
            throw new Unavailable(
                    "VERSION_NOT_REACHED", "This server could not take the change yet; it goes on trying.", 1);
        }
    }
}
