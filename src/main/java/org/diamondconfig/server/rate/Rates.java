/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;

/**
 * How many requests of each kind a subject, and an address, may make at this node in a second; twice as many at once. Thread-safe;
 * each node counts for itself.
 *
 * <p>Addresses are counted before anybody is asked who he is, so that the guesses of who guesses tokens count too. Subjects are
 * counted when they are proven: nobody can spend what is another's.
 */
@Component
public final class Rates {

    private static final Map<Kind, Knob> KNOBS =
            Map.of(Kind.READS, Knob.RATE_READS, Kind.POLLS, Knob.RATE_POLLS, Kind.WRITES, Knob.RATE_WRITES);

    /** Without the kinds that have no limit, as all of these. */
    private final Map<Kind, Limit> subjects = new EnumMap<>(Kind.class);

    private final Map<Kind, Limit> addresses = new EnumMap<>(Kind.class);

    @Inject
    public Rates(Settings settings, Ticker ticker, PrometheusRegistry metrics) {
        Counter refused = Counter.builder()
                .name("diamond_requests_refused_total")
                .help("Requests that were answered 429 because so many came from one subject or address.")
                .labelNames("kind", "whose")
                .register(metrics);
        KNOBS.forEach((kind, knob) -> {
            String what = kind.name().toLowerCase(Locale.ROOT);
            Map.of("subject", subjects, "address", addresses).forEach((whose, limits) -> {
                refused.initLabelValues(what, whose);
                int aSecond = settings.count(knob);
                if (aSecond > 0) {
                    Limit.Rule rule = new Limit.Rule(whose, what, aSecond, knob.key());
                    limits.put(kind, new Limit(rule, ticker, refused.labelValues(what, whose)));
                }
            });
        });
    }

    /**
     * Counts a request that comes from an address; of IPv6 all of a /64 count together.
     *
     * @throws TooMany TOO_MANY_REQUESTS if that is one too many
     */
    public void countAddress(Kind kind, String address) {
        Limit limit = addresses.get(kind);
        if (limit != null) {
            limit.take(Networks.holder(address));
        }
    }

    /**
     * Counts a request of a subject that was proven.
     *
     * @throws TooMany TOO_MANY_REQUESTS if that is one too many
     */
    public void countSubject(Kind kind, String subject) {
        Limit limit = subjects.get(kind);
        if (limit != null) {
            limit.take(subject);
        }
    }
}
