/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;

/**
 * Which held polls watch which key or prefix. Thread-safe: a row is guarded by the map's lock of its name; nothing calls out
 * while it is held. A row exists while a poll watches its name, so a name is in memory once, whoever watches it.
 *
 * <pre>
 *   name         row: polls        items
 *   A/g/x   -&gt;   [ p1 , p2 , p3 ]  [ 0 , 4 , 0 ]     p2 watches A/g/x as its fifth key,
 *   A/g/y   -&gt;   [ p2 ]            [ 0 ]             and knows its place here: p2.place(4) = 1
 *   A/g/*   -&gt;   [ p3 ]            [ 1 ]             p3 watches all of the group, too
 * </pre>
 *
 * <p>A change of a key is looked up under the key and under each prefix above it, of which there are few.
 */
final class PollIndex {

    /** By {@link ConfigKey} and {@link Prefix}. */
    private final ConcurrentHashMap<Record, Row> rows = new ConcurrentHashMap<>();

    /** This key in the instance that is in memory already, if there is one. */
    ConfigKey intern(ConfigKey key) {
        Row row = rows.get(key);
        return row == null ? key : (ConfigKey) row.name;
    }

    /** Enters the poll at each of its keys and prefixes, except where it is settled meanwhile. */
    void add(HeldPoll poll) {
        for (int item = 0; item < poll.size(); item++) {
            int each = item;
            rows.compute(poll.name(item), (name, row) -> {
                // Looked at under the lock: who settles a poll removes it afterwards, so nobody stays behind.
                if (poll.isSettled()) {
                    return row;
                }
                Row entered = row == null ? new Row(name) : row;
                entered.add(poll, each);
                return entered;
            });
        }
    }

    /** Takes a settled poll out wherever it is entered. */
    void remove(HeldPoll poll) {
        for (int item = 0; item < poll.size(); item++) {
            int each = item;
            rows.computeIfPresent(poll.name(item), (name, row) -> row.remove(poll, each));
        }
    }

    /** The polls that watch this key, or a prefix above it, at this moment; one that does both stands there twice. */
    List<HeldPoll> watching(ConfigKey key) {
        List<HeldPoll> found = new ArrayList<>();
        collect(key, found);
        Prefix.above(key).forEach(prefix -> collect(prefix, found));
        return found;
    }

    private void collect(Record name, List<HeldPoll> found) {
        rows.computeIfPresent(name, (same, row) -> {
            found.addAll(Arrays.asList(row.polls).subList(0, row.size));
            return row;
        });
    }

    /** How many keys and prefixes are watched. */
    int keys() {
        return rows.size();
    }

    /** The polls of one name, in no order, each with the number that the name has in it. */
    private static final class Row {

        private final Record name;
        private HeldPoll[] polls = new HeldPoll[1];
        private int[] items = new int[1];
        private int size;

        Row(Record name) {
            this.name = name;
        }

        void add(HeldPoll poll, int item) {
            if (size == polls.length) {
                resize(size + (size >> 1) + 1);
            }
            put(size++, poll, item);
        }

        /** The last one takes the leaver's place. @return this row, or null when it is empty now */
        Row remove(HeldPoll poll, int item) {
            int place = poll.place(item);
            if (place != HeldPoll.NOWHERE) {
                poll.place(item, HeldPoll.NOWHERE);
                size--;
                if (place != size) {
                    put(place, polls[size], items[size]);
                }
                polls[size] = null;
                if (size > 0 && size < polls.length >> 2) {
                    resize(polls.length >> 1);
                }
            }
            return size == 0 ? null : this;
        }

        private void put(int place, HeldPoll poll, int item) {
            polls[place] = poll;
            items[place] = item;
            poll.place(item, place);
        }

        private void resize(int length) {
            polls = Arrays.copyOf(polls, length);
            items = Arrays.copyOf(items, length);
        }
    }
}
