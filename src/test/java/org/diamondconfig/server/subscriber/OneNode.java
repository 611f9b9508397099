/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.wire.ConfigKey;

/** What one node remembers of those who poll at it, as the tests have it: everybody may do everything but the stranger. */
final class OneNode {

    private OneNode() {}

    /** Nobody remembered yet, by this clock. */
    static Subscribers at(ManualTicker ticker) {
        Access access = new Access() {
            @Override
            protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
                return !caller.subject().equals("stranger");
            }
        };
        return new Subscribers(
                null,
                new Subscribers.Looks(null, access, new Trace(ticker, Clock.systemUTC())),
                new ManualScheduler(ticker),
                ticker,
                new PrometheusRegistry());
    }
}
