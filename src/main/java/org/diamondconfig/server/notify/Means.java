/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;

/**
 * What all lanes work with. Immutable.
 *
 * @param capacity most keys that wait in one lane
 */
@Component
record Means(Lane.Post post, Scheduler scheduler, Ticker ticker, RandomGenerator random, int capacity) {

    @Inject
    Means(PeerPost post, Scheduler scheduler, Ticker ticker, Settings settings) {
        this(post, scheduler, ticker, new SecureRandom(), settings.count(Knob.NOTIFY_QUEUE));
    }
}
