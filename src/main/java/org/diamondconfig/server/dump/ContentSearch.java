/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/**
 * The search for configurations by what their contents have, over the dump, in the order of keys, within a bounded time. Thread-safe.
 */
@Component
public final class ContentSearch {

    /**
     * What is searched for.
     *
     * @param wanted tells of a content, in UTF-8, where it has what is wanted; empty if it has not
     * @param among which keys are looked at: those asked for that the caller may read
     * @param after the search goes on behind this key
     * @param limit most entries found
     */
    public record Query<P>(
            Function<byte[], Optional<P>> wanted, Predicate<ConfigKey> among, Optional<ConfigKey> after, int limit) {}

    /** One that has what is wanted, and where. */
    public record Hit<P>(DumpEntry entry, P place) {}

    /**
     * What was found.
     *
     * @param next where to go on; empty when every key was looked at
     * @param cut whether the time was over before the limit was reached
     */
    public record Hits<P>(List<Hit<P>> found, Optional<ConfigKey> next, boolean cut) {}

    /** Before all others that there may be. */
    public static final ConfigKey FIRST = new ConfigKey(ConfigKey.PUBLIC, "-", "-");

    private final DumpTable table;
    private final Dump dump;
    private final Duration bound;
    private final Ticker ticker;

    @Inject
    ContentSearch(DumpTable table, Dump dump, Settings settings, Ticker ticker) {
        this.table = table;
        this.dump = dump;
        this.bound = settings.duration(Knob.SEARCH_TIMEOUT);
        this.ticker = ticker;
    }

    /**
     * Looks through the contents until the limit is reached, or the time is over.
     *
     * @throws Unavailable DUMP_LOADING until all are there
     */
    public <P> Hits<P> find(Query<P> query) {
        long deadline = ticker.nanos() + bound.toNanos();
        List<Hit<P>> found = new ArrayList<>();
        Optional<ConfigKey> last = query.after;
        for (ConfigKey key : keys(query)) {
            // At least one key is looked at, so that whoever goes on gets on.
            boolean late = ticker.nanos() - deadline >= 0 && !last.equals(query.after);
            if (late || found.size() == query.limit) {
                return new Hits<>(found, last, late);
            }
            entry(key)
                    .flatMap(entry -> entry.content().flatMap(query.wanted).map(place -> new Hit<>(entry, place)))
                    .ifPresent(found::add);
            last = Optional.of(key);
        }
        return new Hits<>(found, Optional.empty(), false);
    }

    private List<ConfigKey> keys(Query<?> query) {
        Predicate<ConfigKey> rest = key -> query.after.isEmpty() || !key.equals(query.after.get());
        return from(query.after.orElse(FIRST), rest.and(query.among));
    }

    /**
     * Those of these keys that have content, in their order. Touches neither disk nor database.
     *
     * @throws Unavailable DUMP_LOADING until all are there
     */
    public List<ConfigKey> keys(Predicate<ConfigKey> among) {
        return from(FIRST, among);
    }

    /**
     * Hands over what there is of these keys, in no order. Touches neither disk nor database.
     *
     * @throws Unavailable DUMP_LOADING until all are there
     */
    public void each(Predicate<ConfigKey> among, Consumer<DumpEntry> sink) {
        requireAll();
        table.keys().stream().filter(among).forEach(key -> entry(key).ifPresent(sink));
    }

    private List<ConfigKey> from(ConfigKey first, Predicate<ConfigKey> among) {
        requireAll();
        return table.from(first).filter(among).toList();
    }

    /** A part of them looks like all there is. */
    private void requireAll() {
        if (!table.isComplete()) {
            throw Lookup.loading();
        }
    }

    private Optional<DumpEntry> entry(ConfigKey key) {
        return dump.find(key, Caller.SYSTEM) instanceof Lookup.Found found
                ? Optional.of(found.entry())
                : Optional.empty();
    }
}
