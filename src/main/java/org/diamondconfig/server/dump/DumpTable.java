/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigChanged.Content;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.folder.Body;
import org.diamondconfig.server.folder.DumpDir;
import org.diamondconfig.server.folder.IndexEntry;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Counts;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * What this node serves for which key, and the rules by which a row of the database takes the place of another: within an
 * epoch the version only goes up, and only a higher generation may go back. Thread-safe; reading takes no lock.
 *
 * <p>Order of one change: file, index, table, event, and then the old file goes.
 */
@Component
final class DumpTable {

    /** What became of a row that was offered. */
    enum Taken {
        /** It was not ahead of what is served. */
        NOTHING,
        /** It is served now. */
        NEWER,
        /** It is served now though its version was served before with something else in it: somebody wrote it by hand. */
        REWRITTEN
    }

    /** One key's line and, made once, what a look-up answers. */
    private record Served(IndexEntry line, Lookup answer) {}

    /** What the dump follows. */
    private record Following(Epoch epoch, boolean complete) {}

    private static final int STRIPES = 64;

    private final DumpDir dir;
    private final Event<ConfigDumped> dumped;
    private final Trace trace;
    private final InstantSource clock;
    private final Counts counts;
    private final ConcurrentMap<ConfigKey, Served> served = new ConcurrentHashMap<>();

    /** The present keys in their order; written with {@link #served}, under the key's stripe. */
    private final NavigableSet<ConfigKey> present = new ConcurrentSkipListSet<>();

    private final List<Object> stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toList();
    private final LongAdder entries = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Null before the first store was seen. Written under this. */
    private volatile Following following;

    @Inject
    DumpTable(Settings settings, Event<ConfigDumped> dumped, Trace trace, InstantSource clock, Counts counts) {
        this(
                DumpDir.on(
                        settings.path(Knob.DATA).resolve("dump"),
                        settings.bytes(Knob.DUMP_CACHE),
                        settings.bytes(Knob.DUMP_CACHE_ENTRY)),
                dumped,
                trace,
                clock,
                counts);
    }

    DumpTable(DumpDir dir, Event<ConfigDumped> dumped, Trace trace, InstantSource clock, Counts counts) {
        this.dir = dir;
        this.dumped = dumped;
        this.trace = trace;
        this.clock = clock;
        this.counts = counts;
    }

    /** Serves what the folder held when the server last ran. */
    void open() {
        DumpDir.Recovered recovered = dir.open();
        recovered.lines().forEach(line -> serve(line, Optional.empty()));
        recovered.epoch().ifPresent(epoch -> following = new Following(epoch, recovered.complete()));
    }

    DumpDir dir() {
        return dir;
    }

    void flush() {
        dir.flush(this::lines);
    }

    /** Deletes what nothing needs in the folder; nothing while the dump is not complete, for it may be all there is. */
    void tidy() {
        if (isComplete()) {
            dir.tidy(this::lines, clock.instant());
        }
    }

    private Iterator<IndexEntry> lines() {
        return served.values().stream().map(Served::line).iterator();
    }

    Lookup find(ConfigKey key) {
        Served found = served.get(key);
        if (found != null) {
            return found.answer;
        }
        Following now = following;
        return now != null && now.complete ? new Lookup.Absent(now.epoch, 0) : Lookup.LOADING;
    }

    /** Whether nothing newer than what is served stands behind this version of the epoch that is followed. */
    boolean isLevel(ConfigKey key, long version) {
        Served found = served.get(key);
        Following now = following;
        return found != null && now != null && found.line.epoch().equals(now.epoch) && found.line.version() >= version;
    }

    /** The version that is served; 0 if none is. */
    long version(ConfigKey key) {
        Served found = served.get(key);
        return found == null ? 0 : found.line.version();
    }

    /** The version that is served in this epoch; 0 if none is. */
    long version(ConfigKey key, Epoch epoch) {
        Served found = served.get(key);
        return found == null || !found.line.epoch().equals(epoch) ? 0 : found.line.version();
    }

    /** Takes a row if it is ahead of what is served, and makes it known. */
    Taken take(Config row) {
        return take(version(row), row.served());
    }

    private static DumpDir.Version version(Config row) {
        return new DumpDir.Version(row.key(), IndexEntry.FORMAL, row.epoch(), row.version());
    }

    /** Takes a version if it is ahead of what is served, and makes it known. */
    Taken take(DumpDir.Version version, Content content) {
        if (!follow(version.epoch())) {
            return Taken.NOTHING;
        }
        byte[] bytes = content.text().getBytes(StandardCharsets.UTF_8);
        Optional<Body> body = content.present() ? Optional.of(Body.of(bytes, content.type())) : Optional.empty();
        Optional<IndexEntry> before;
        IndexEntry line;
        Taken taken;
        synchronized (stripe(version.key())) {
            before = Optional.ofNullable(served.get(version.key())).map(Served::line);
            taken = judge(version, body, before);
            if (taken == Taken.NOTHING && !isLost(version, before)) {
                return taken;
            }
            line = body.isPresent() ? dir.put(version, body.get(), bytes, before) : dir.remove(version, before);
            serve(line, before);
        }
        announce(line);
        dir.settle(line, before);
        return taken;
    }

    /** Whether somebody wrote into a row by hand: its md5 is not its content's, or what is served of its version differs. */
    boolean isByHand(Config row) {
        if (!row.present()) {
            return false;
        }
        Body body = Body.of(row.content().getBytes(StandardCharsets.UTF_8), row.type());
        Optional<IndexEntry> line = Optional.ofNullable(served.get(row.key())).map(Served::line);
        return !row.md5().equals(body.md5()) || judge(version(row), Optional.of(body), line) == Taken.REWRITTEN;
    }

    private Object stripe(ConfigKey key) {
        return stripes.get(Math.floorMod(key.hashCode(), STRIPES));
    }

    private static Taken judge(DumpDir.Version row, Optional<Body> body, Optional<IndexEntry> before) {
        if (before.isEmpty()) {
            return Taken.NEWER;
        }
        IndexEntry line = before.get();
        if (!row.epoch().equals(line.epoch())) {
            return row.epoch().generation() > line.epoch().generation() ? Taken.NEWER : Taken.NOTHING;
        }
        if (row.version() != line.version()) {
            return row.version() > line.version() ? Taken.NEWER : Taken.NOTHING;
        }
        return body.equals(line.body()) ? Taken.NOTHING : Taken.REWRITTEN;
    }

    /** Whether this very version is served, but its content was lost. */
    private boolean isLost(DumpDir.Version row, Optional<IndexEntry> before) {
        return before.filter(line -> line.epoch().equals(row.epoch()) && line.version() == row.version())
                .filter(line -> dir.missing().contains(line))
                .isPresent();
    }

    private void serve(IndexEntry line, Optional<IndexEntry> before) {
        Lookup answer = line.body().isPresent()
                ? new Lookup.Found(new DumpEntry(line, dir))
                : new Lookup.Absent(line.epoch(), line.version());
        served.put(line.key(), new Served(line, answer));
        if (line.body().isPresent()) {
            present.add(line.key());
        } else {
            present.remove(line.key());
        }
        count(line.key(), amount(Optional.of(line)).minus(amount(before)));
    }

    private static Amount amount(Optional<IndexEntry> line) {
        return line.flatMap(IndexEntry::body)
                .map(body -> new Amount(1, body.length()))
                .orElse(Amount.NONE);
    }

    private void count(ConfigKey key, Amount growth) {
        entries.add(growth.keys());
        bytes.add(growth.bytes());
        counts.move(key, growth);
    }

    private void announce(IndexEntry line) {
        trace.mark(Trace.Step.DUMP, line.key(), line.version(), line.epoch().toString());
        dumped.fire(new ConfigDumped(
                line.key(),
                line.epoch(),
                line.version(),
                line.body().map(Body::md5).orElse(Md5.NOTHING),
                line.body().map(Body::type).orElse(ConfigType.TEXT)));
    }

    /** Notes that a client that had been told of a version came for it. */
    void markPull(DumpEntry entry, Caller client) {
        trace.mark(Trace.Step.PULL, entry.key(), entry.version(), client.app().isEmpty() ? "a client" : client.app());
    }

    /** Stops serving a key whose row is gone from the database without a trace. */
    void forget(ConfigKey key) {
        IndexEntry line;
        synchronized (stripe(key)) {
            Served gone = served.remove(key);
            if (gone == null) {
                return;
            }
            present.remove(key);
            line = gone.line;
            count(key, Amount.NONE.minus(amount(Optional.of(line))));
            dir.forget(line);
        }
        dumped.fire(new ConfigDumped(key, line.epoch(), line.version(), Md5.NOTHING, ConfigType.TEXT));
    }

    /**
     * Follows this epoch if it is the first or has a higher generation than the one followed; then everything is to be dumped
     * anew.
     *
     * @return whether it is the one followed; if not, it is of another store, or of one from before
     */
    boolean follow(Epoch epoch) {
        Following now = following;
        if (now != null && now.epoch.equals(epoch)) {
            return true;
        }
        synchronized (this) {
            now = following;
            if (now == null || epoch.generation() > now.epoch.generation()) {
                following = new Following(epoch, false);
                dir.follow(epoch, false);
                return true;
            }
            return now.epoch.equals(epoch);
        }
    }

    /** Every key of this epoch was taken. */
    synchronized void complete(Epoch epoch) {
        if (following.epoch.equals(epoch) && !following.complete) {
            following = new Following(epoch, true);
            dir.follow(epoch, true);
        }
    }

    boolean isComplete() {
        Following now = following;
        return now != null && now.complete;
    }

    Optional<Epoch> epoch() {
        return Optional.ofNullable(following).map(Following::epoch);
    }

    /** The keys that are served now, the removed ones included. */
    List<ConfigKey> keys() {
        return new ArrayList<>(served.keySet());
    }

    /** The present keys below this prefix, in their order, as they are while they are gone through. */
    Stream<ConfigKey> below(ConfigKey.Prefix prefix) {
        // No name begins with a character before this one.
        ConfigKey first = new ConfigKey(prefix.namespace(), prefix.group(), prefix.prefix() + '-');
        return from(first).takeWhile(prefix::covers);
    }

    /** The same of all from this one on. */
    Stream<ConfigKey> from(ConfigKey first) {
        return present.tailSet(first).stream();
    }

    /** How many keys are known, the removed ones included. */
    int size() {
        return served.size();
    }

    long entries() {
        return entries.sum();
    }

    long bytes() {
        return bytes.sum();
    }
}
