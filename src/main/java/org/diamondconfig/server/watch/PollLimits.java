/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.watch.HeldPoll.End;

/**
 * How long a poll may be held, and how many: in all, of one address, and of one client id of one subject. No container tells us
 * that a client went away while its poll was held, so these two bound the forgotten ones. Thread-safe.
 */
@Component
public final class PollLimits {

    /** Seconds after which a refused client may try again; some polls have ended by then. */
    private static final int RETRY_AFTER = 5;

    private record Client(String subject, String id) {}

    private final Duration wait;
    private final Duration longest;
    private final Duration minVersionWait;
    private final int most;
    private final int mostOfAddress;
    private final int mostOfClient;
    private final AtomicInteger held = new AtomicInteger();

    /** By address, and by {@link Client}. */
    private final Map<Object, Integer> heldBy = new ConcurrentHashMap<>();

    private final Counter refused;
    private final Counter ended;

    @Inject
    PollLimits(Settings settings, PrometheusRegistry metrics) {
        this.wait = settings.duration(Knob.WATCH_WAIT);
        this.longest = settings.duration(Knob.WATCH_WAIT_MAX);
        this.minVersionWait = settings.duration(Knob.MIN_VERSION_WAIT);
        this.most = settings.count(Knob.WATCH_POLLS);
        this.mostOfAddress = settings.count(Knob.WATCH_POLLS_ADDRESS);
        this.mostOfClient = settings.count(Knob.WATCH_POLLS_CLIENT);
        this.refused = Counter.builder()
                .name("diamond_polls_refused_total")
                .help("Polls that were answered 429 because too many are held.")
                .register(metrics);
        this.ended = Counter.builder()
                .name("diamond_polls_answered_total")
                .help("Held polls that were answered, by what ended them.")
                .labelNames("how")
                .register(metrics);
        for (End how : End.values()) {
            ended.initLabelValues(label(how));
        }
        GaugeWithCallback.builder()
                .name("diamond_polls_held")
                .help("Polls that wait for a change at this moment.")
                .callback(gauge -> gauge.call(held.get()))
                .register(metrics);
    }

    /** How long a poll of this wish is held. */
    public Duration hold(Optional<Duration> wish) {
        Duration wished = wish.orElse(wait);
        return wished.compareTo(longest) > 0 ? longest : wished;
    }

    /** No poll is held longer. */
    public Duration longestHold() {
        return longest;
    }

    /** How long a read waits for a version that this node has yet to see. */
    public Duration minVersionWait() {
        return minVersionWait;
    }

    /**
     * Counts one more poll of this caller.
     *
     * @throws TooMany TOO_MANY_POLLS if that is one too many; then nothing is counted
     */
    void admit(Caller caller) {
        if (held.incrementAndGet() > most) {
            held.decrementAndGet();
            throw tooMany("This server holds as many polls as it may.");
        }
        if (!take(caller.address(), mostOfAddress)) {
            held.decrementAndGet();
            throw tooMany("From your address " + mostOfAddress + " polls are held, which is the most.");
        }
        if (!caller.clientId().isEmpty() && !take(client(caller), mostOfClient)) {
            give(caller.address());
            held.decrementAndGet();
            throw tooMany("Of your client id " + mostOfClient + " polls are held, which is the most.");
        }
    }

    /** Counts one poll of this caller less. Called once for each that was admitted. */
    void release(Caller caller, End how) {
        ended.labelValues(label(how)).inc();
        if (!caller.clientId().isEmpty()) {
            give(client(caller));
        }
        give(caller.address());
        held.decrementAndGet();
    }

    /** How many polls are held. */
    public int held() {
        return held.get();
    }

    private static String label(End how) {
        return how.name().toLowerCase(Locale.ROOT);
    }

    private static Client client(Caller caller) {
        return new Client(caller.subject(), caller.clientId());
    }

    private boolean take(Object holder, int limit) {
        if (heldBy.merge(holder, 1, Integer::sum) <= limit) {
            return true;
        }
        give(holder);
        return false;
    }

    private void give(Object holder) {
        heldBy.computeIfPresent(holder, (same, count) -> count == 1 ? null : count - 1);
    }

    private TooMany tooMany(String sentence) {
        refused.inc();
        return new TooMany("TOO_MANY_POLLS", sentence, RETRY_AFTER);
    }
}
