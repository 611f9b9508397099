/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;

/** How much of one kind each subject, or each address, may ask for. Thread-safe. */
final class Limit {

    /** More names are not told apart at one time. */
    static final int MOST_NAMES = 10_000;

    private static final Logger LOG = System.getLogger("diamond.rate");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Rule rule;
    private final Ticker ticker;
    private final CounterDataPoint refused;
    private final Buckets buckets;

    /** When a refusal is next told in the log. */
    private final AtomicLong toldAgainAt;

    /**
     * A limit as people are told of it. Immutable.
     *
     * @param whose subject or address
     * @param what as the setting calls it
     * @param aSecond how many are allowed
     * @param setting that says so
     */
    record Rule(String whose, String what, int aSecond, String setting) {}

    Limit(Rule rule, Ticker ticker, CounterDataPoint refused) {
        this.rule = rule;
        this.ticker = ticker;
        this.refused = refused;
        long now = ticker.nanos();
        toldAgainAt = new AtomicLong(now);
        buckets = new Buckets(Bucket.Pace.of(rule.aSecond(), SECOND, 2L * rule.aSecond()), MOST_NAMES, now);
    }

    /**
     * Counts one request.
     *
     * @throws TooMany TOO_MANY_REQUESTS if that is one too many; it is not counted then
     */
    void take(String name) {
        long now = ticker.nanos();
        long wait = buckets.of(name, now).take(now);
        if (wait > 0) {
            refused.inc();
            tell(name, now);
            throw tooMany(Bucket.seconds(wait));
        }
    }

    private void tell(String name, long now) {
        long due = toldAgainAt.get();
        if (now - due >= 0 && toldAgainAt.compareAndSet(due, now + QUIET.toNanos())) {
            LOG.log(
                    Level.WARNING,
                    "The {0} {1} asks for more than {2} {3} a second; what is beyond is answered 429. This is not told again"
                            + " within a minute, whoever else does so; diamond_requests_refused_total counts them, and {4} is"
                            + " the limit.",
                    rule.whose(),
                    name,
                    Integer.toString(rule.aSecond()),
                    rule.what(),
                    rule.setting());
        }
    }

    private TooMany tooMany(int seconds) {
        return new TooMany(
                "TOO_MANY_REQUESTS",
                "More than " + rule.aSecond() + ' ' + rule.what() + " a second come from your " + rule.whose()
                        + " to this server. Try again in " + seconds + " s, and ask less often, or have "
                        + rule.setting()
                        + " raised.",
                seconds);
    }
}
