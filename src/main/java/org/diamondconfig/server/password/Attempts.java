/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Bucket;

/**
 * How often somebody may try to sign in, such that guessing is hopeless and nobody can lock out another from elsewhere: who
 * fails waits, he and his network, for that one user. Thread-safe; each node counts for itself. What a thousand networks try at one
 * user raises an alarm and stops nobody.
 */
@Component
public final class Attempts {

    private static final Logger LOG = System.getLogger("diamond.signin");

    /** Failures that cost nothing: people mistype. */
    private static final int FREE = 5;

    /** Of IPv4; people share networks of this size. */
    private static final int NETWORK_BITS = 24;

    private static final long MOST_SECONDS = 60;
    private static final Duration FORGET = Duration.ofMinutes(15);
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int ALARM = 100;
    private static final Duration ALARM_WINDOW = Duration.ofHours(1);

    /** More is forgotten, the least lately seen first. */
    private static final int MOST_ENTRIES = 10_000;

    /** Failures in a row of one user's name from one network. Immutable. */
    private record Failures(int count, long lastNanos) {}

    private final Ticker ticker;
    private final Bucket.Pace pace;
    private final Counter failed;
    private final Counter delayed;
    private final Counter alarms;

    // All guarded by this.
    private final Map<String, Failures> failures = new Recent<>();
    private final Map<String, Bucket> buckets = new Recent<>();
    private final Map<String, Failures> everywhere = new Recent<>();

    /** The entries last looked at. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST_ENTRIES;
        }
    }

    @Inject
    public Attempts(Ticker ticker, Settings settings, PrometheusRegistry metrics) {
        this.ticker = ticker;
        int rate = settings.count(Knob.SIGN_IN_RATE);
        pace = Bucket.Pace.of(rate, REFILL, rate);
        failed = Counter.builder()
                .name("diamond_sign_in_failures_total")
                .help("Sign-ins with a wrong user or password.")
                .register(metrics);
        delayed = Counter.builder()
                .name("diamond_sign_in_delayed_total")
                .help("Sign-ins that were answered 429 because too many came before.")
                .register(metrics);
        alarms = Counter.builder()
                .name("diamond_sign_in_alarms_total")
                .help("Times that one user's password was tried in vain a hundred times within an hour.")
                .register(metrics);
    }

    /**
     * Begins an attempt, which counts as failed until it is said to have succeeded, so that many at once gain nothing.
     *
     * @throws TooMany SIGN_IN_DELAYED if it comes too early
     */
    public synchronized void begin(String user, String address) {
        long now = ticker.nanos();
        long dry = buckets.computeIfAbsent(Networks.holder(address), fresh -> new Bucket(pace, now))
                .take(now);
        if (dry > 0) {
            throw tooEarly(dry);
        }
        String who = who(user, address);
        Failures before = failures.getOrDefault(who, new Failures(0, now));
        if (now - before.lastNanos() > FORGET.toNanos()) {
            before = new Failures(0, now);
        }
        long wait = before.lastNanos() + delay(before.count()).toNanos() - now;
        if (wait > 0) {
            throw tooEarly(wait);
        }
        failures.put(who, new Failures(before.count() + 1, now));
    }

    private TooMany tooEarly(long nanos) {
        delayed.inc();
        int seconds = Bucket.seconds(nanos);
        return new TooMany("SIGN_IN_DELAYED", "Too many attempts. Try again in " + seconds + " s.", seconds);
    }

    private static Duration delay(int count) {
        int beyond = count - FREE;
        return beyond < 0 ? Duration.ZERO : Duration.ofSeconds(Math.min(MOST_SECONDS, 1L << Math.min(beyond, 10)));
    }

    /** The attempt that was begun succeeded: what failed before it is forgiven. */
    public synchronized void succeeded(String user, String address) {
        failures.remove(who(user, address));
    }

    /** The attempt that was begun came to nothing, and nobody knows whether it would have succeeded. */
    public synchronized void withdrawn(String user, String address) {
        failures.computeIfPresent(
                who(user, address), (who, entry) -> new Failures(Math.max(0, entry.count() - 1), entry.lastNanos()));
    }

    /**
     * The attempt that was begun failed.
     *
     * @param known whether there is such a user: a name that somebody made up is not logged
     */
    public synchronized void failed(String user, boolean known) {
        failed.inc();
        long now = ticker.nanos();
        Failures before = everywhere.getOrDefault(user, new Failures(0, now));
        boolean fresh = now - before.lastNanos() > ALARM_WINDOW.toNanos();
        Failures after = fresh ? new Failures(1, now) : new Failures(before.count() + 1, before.lastNanos());
        everywhere.put(user, after);
        if (after.count() == ALARM && known) {
            alarms.inc();
            LOG.log(
                    Level.WARNING,
                    "Somebody tries to sign in as {0}: {1} failures within an hour. Nobody is locked out; look where they"
                            + " come from.",
                    user,
                    ALARM);
        }
    }

    /** How much is remembered. */
    synchronized int entries() {
        return failures.size() + buckets.size() + everywhere.size();
    }

    private static String who(String user, String address) {
        return user + '\n' + network(address);
    }

    /** The /24 or /64 that an address is in. */
    static String network(String address) {
        return Networks.around(address, NETWORK_BITS);
    }
}
