/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.diamondconfig.server.edge.Ticker;

/** What the sweeps of one kind did. Thread-safe. */
final class Tally {

    /** What a sweep looks at. */
    enum Kind {
        DELTA,
        FULL,
        ALL
    }

    private static final String LABEL = "sweep";

    private final Ticker ticker;
    private final LongAdder looked = new LongAdder();
    private final LongAdder healed = new LongAdder();
    private volatile OptionalLong levelAt = OptionalLong.empty();

    Tally(Ticker ticker) {
        this.ticker = ticker;
    }

    void look(int rows) {
        looked.add(rows);
    }

    /** A row was found changed though nobody had told of it. */
    void heal() {
        healed.increment();
    }

    /** A sweep that began then left the dump level with the database. */
    void level(long beganNanos) {
        levelAt = OptionalLong.of(beganNanos);
    }

    long healed() {
        return healed.sum();
    }

    /** Since the last one began that left the dump level with the database; empty before the first. */
    Optional<Duration> lag() {
        OptionalLong at = levelAt;
        return at.isPresent() ? Optional.of(Duration.ofNanos(ticker.nanos() - at.getAsLong())) : Optional.empty();
    }

    /** Shows the tallies of all kinds. */
    static void register(PrometheusRegistry metrics, Function<Kind, Tally> tallies) {
        CounterWithCallback.builder()
                .name("diamond_sweep_rows")
                .help("Rows that the sweeps of a kind looked at.")
                .labelNames(LABEL)
                .callback(callback -> each(tallies, (kind, tally) -> callback.call((double) tally.looked.sum(), kind)))
                .register(metrics);
        CounterWithCallback.builder()
                .name("diamond_sweep_healed")
                .help("Rows that the sweeps of a kind took or recorded though nobody had told of them.")
                .labelNames(LABEL)
                .callback(callback -> each(tallies, (kind, tally) -> callback.call((double) tally.healed.sum(), kind)))
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_sweep_lag_seconds")
                .help("Since the last sweep of a kind began that left the dump level with the database; NaN before it.")
                .labelNames(LABEL)
                .callback(callback -> each(tallies, (kind, tally) -> callback.call(seconds(tally.lag()), kind)))
                .register(metrics);
    }

    private static void each(Function<Kind, Tally> tallies, BiConsumer<String, Tally> action) {
        for (Kind kind : Kind.values()) {
            action.accept(kind.name().toLowerCase(Locale.ROOT), tallies.apply(kind));
        }
    }

    /** A time as metrics tell it; NaN for none. */
    static double seconds(Optional<Duration> time) {
        return time.map(some -> some.toMillis() / 1000.0).orElse(Double.NaN);
    }
}
