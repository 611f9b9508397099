/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.watch.Changes.Differences;
import org.diamondconfig.server.watch.Served.State;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Branch;

/**
 * A poll that waits until one of its keys, or what is below one of its prefixes, differs from what its client holds. It ends
 * once: the first to settle it answers it, whoever comes later does nothing. Of the request it keeps the caller and the
 * prefixes; of each key a reference to the one instance of its names, and 28 bytes. Thread-safe, see the fields.
 */
final class HeldPoll {

    /** How a poll ends. */
    enum End {
        WAKE,
        EXPIRE,
        SUPERSEDE,
        DISMISS,
        DRAIN
    }

    /** The place of a poll that does not stand in a row of the index. */
    static final int NOWHERE = -1;

    /** Numbers of a key in {@link #held}: its version and type, then the two halves of its md5, both 0 for "has nothing". */
    private static final int NUMBERS = 3;

    private static final int HIGH = 1;
    private static final int LOW = 2;

    /** Of the first number; the type is its ordinal + 1, 0 = any. A negative number has no version. */
    private static final int TYPE_BITS = 4;

    private static final int HALF = Md5.HEX_LENGTH / 2;

    private final Caller caller;
    private final String slot;
    private final Answer answer;
    private final long deadlineNanos;

    /** Of the versions; null if the client has none. */
    private final Epoch epoch;

    private final ConfigKey[] keys;
    private final long[] held;
    private final List<Branch> branches;

    /** Where the poll stands in the row of each key and each prefix. Guarded by the index's lock of that name. */
    private final int[] places;

    /** When it expires, as the wheel counts. Guarded by the wheel. */
    private long dueTick;

    private final AtomicReference<End> end = new AtomicReference<>();

    /** Told of the end; guarded by this, as is {@link #left}. Null until it is there, and when it was told. */
    private HeldPolls.Follower.Departure departure;

    /** Of which keys the client was told; null while the poll goes on. */
    private List<ConfigKey> left;

    HeldPoll(HeldPolls.Ask ask, PollIndex index, Served served, long nowNanos) {
        this.caller = ask.caller();
        this.slot = ask.client().slot();
        this.answer = ask.answer();
        this.deadlineNanos = nowNanos + ask.hold().toNanos();
        Epoch ours = served.epoch();
        this.epoch = ask.probe()
                .epoch()
                .map(epoch -> epoch.equals(ours) ? ours : epoch)
                .orElse(null);
        List<Probe.Item> items = ask.probe().items();
        this.keys = new ConfigKey[items.size()];
        this.held = new long[items.size() * NUMBERS];
        this.branches = ask.probe().branches();
        this.places = new int[items.size() + branches.size()];
        Arrays.fill(places, NOWHERE);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = index.intern(items.get(i).key());
            remember(i, items.get(i), served);
        }
    }

    private void remember(int item, Probe.Item told, Served served) {
        if (!told.md5().isEmpty()) {
            held[item * NUMBERS + HIGH] = Long.parseUnsignedLong(told.md5(), 0, HALF, 16);
            held[item * NUMBERS + LOW] = Long.parseUnsignedLong(told.md5(), HALF, Md5.HEX_LENGTH, 16);
        }
        Optional<ConfigType> type = told.type().or(() -> ourType(item, served));
        held[item * NUMBERS] = told.version().orElse(-1) << TYPE_BITS
                | type.map(HeldPoll::number).orElse(0);
    }

    /** A client that does not say the type, but has our content, is told if the type changes from now on. */
    private Optional<ConfigType> ourType(int item, Served served) {
        return served.find(keys[item], caller).filter(now -> hasMd5(item, now)).map(State::type);
    }

    /** What the client is to be told now. */
    Differences differences(Served served) {
        List<Branch> grown = branches.isEmpty() ? branches : differentBranches(served);
        return new Differences(differentKeys(served), grown);
    }

    /** Each prefix below which something differs. Here a version is a difference: who lists it sees whether it matters to him. */
    private List<Branch> differentBranches(Served served) {
        return branches.stream()
                .flatMap(known ->
                        served
                                .find(known.prefix(), caller)
                                .filter(now -> !now.digest().equals(known.digest()))
                                .stream())
                .toList();
    }

    /**
     * Each key, once, that differs now from what the client holds. A version alone is no difference: only md5 and type are; but
     * who holds the current version, or one that this node has yet to see, holds nothing older.
     */
    private List<State> differentKeys(Served served) {
        Set<State> different = new LinkedHashSet<>();
        for (int item = 0; item < keys.length; item++) {
            int each = item;
            served.find(keys[item], caller).filter(now -> differs(each, now)).ifPresent(different::add);
        }
        return List.copyOf(different);
    }

    private boolean differs(int item, State now) {
        long number = held[item * NUMBERS];
        long version = number >> TYPE_BITS;
        if (version >= now.version() && now.epoch().equals(epoch)) {
            return false;
        }
        int type = (int) number & ((1 << TYPE_BITS) - 1);
        return !hasMd5(item, now) || (type != 0 && type != number(now.type()));
    }

    /** In this memory only, so that the order of the types may change. */
    @SuppressWarnings("EnumOrdinal")
    private static int number(ConfigType type) {
        return type.ordinal() + 1;
    }

    private boolean hasMd5(int item, State now) {
        return held[item * NUMBERS + HIGH] == now.md5High() && held[item * NUMBERS + LOW] == now.md5Low();
    }

    /**
     * Ends it, unless it has ended already.
     *
     * @return whether the caller is the one that ended it, and so the one that answers
     */
    boolean settle(End how) {
        return end.compareAndSet(null, how);
    }

    /** Has this told of the end, which may have come already. */
    void departure(HeldPolls.Follower.Departure told) {
        synchronized (this) {
            if (left == null) {
                departure = told;
                return;
            }
        }
        told.left(left);
    }

    /** Says once that the poll is over and which keys its client is told of. */
    void left(List<ConfigKey> told) {
        HeldPolls.Follower.Departure leaving;
        synchronized (this) {
            left = told;
            leaving = departure;
            departure = null;
        }
        if (leaving != null) {
            leaving.left(told);
        }
    }

    boolean isSettled() {
        return end.get() != null;
    }

    Caller caller() {
        return caller;
    }

    String slot() {
        return slot;
    }

    Answer answer() {
        return answer;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** How many keys and prefixes it watches. */
    int size() {
        return places.length;
    }

    /** The keys come first, the prefixes behind them. */
    Record name(int item) {
        return item < keys.length
                ? keys[item]
                : branches.get(item - keys.length).prefix();
    }

    int place(int item) {
        return places[item];
    }

    void place(int item, int place) {
        places[item] = place;
    }

    long dueTick() {
        return dueTick;
    }

    void dueTick(long tick) {
        dueTick = tick;
    }
}
