/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.children.Merge.PassedOver;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe.Report;
import org.diamondconfig.wire.Probe.Report.State;

/**
 * What became of the keys below one prefix, those that moved last: applied by all who listen, or failed at one of them. A poll says
 * it once it is known, once to each server that is asked. Thread-safe: guarded by itself.
 */
final class ChildReceipts {

    /** So many keys are remembered, of each prefix. */
    static final int MAX = 10_000;

    /** Of one key. */
    private static final class Note {
        private long version;
        private final long since; // the version that came with this value, or before its removal
        private final long receivedNanos;
        private State state = State.RECEIVED;
        private long millis;
        private String listener = "";
        private String reason = "";
        private String followed = "";
        private boolean passedOver; // the last value stays, this one is not held

        private Note(long version, long since, long receivedNanos) {
            this.version = version;
            this.since = since;
            this.receivedNanos = receivedNanos;
        }
    }

    private final LongSupplier nanos;
    private final Map<String, Note> notes = new LinkedHashMap<>(); // the one that moved longest ago first
    private final Set<String> open = new LinkedHashSet<>(); // somebody has still to be told of them
    private final Set<String> owed = new LinkedHashSet<>(); // not said yet

    /** What each who listens is done with; null = nothing. */
    private final IdentityHashMap<Object, ChildSet> told = new IdentityHashMap<>();

    private ChildSet now; // what a server listed last
    private Object server; // that is being told

    /**
     * Nothing listed yet, and nobody listens.
     *
     * @param nanos elapsed time
     */
    ChildReceipts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void listens(Object who) {
        told.put(who, null);
    }

    synchronized void gone(Object who) {
        told.remove(who);
        settle();
    }

    /**
     * A server has listed this; the first time, and in another store, all of it is new.
     *
     * @param passedOver newer versions that are not taken, by dataId
     */
    synchronized void listed(ChildSet next, Map<String, PassedOver> passedOver) {
        Map<String, Child> before = new HashMap<>();
        if (now != null && now.epoch().equals(next.epoch())) {
            before.putAll(now.children());
        } else {
            notes.clear();
            open.clear();
            owed.clear();
        }
        now = next;
        for (Map.Entry<String, Child> child : next.children().entrySet()) {
            Child had = before.remove(child.getKey());
            if (!passedOver.containsKey(child.getKey())) {
                moved(child.getKey(), child.getValue(), had);
            }
        }
        before.forEach((dataId, had) -> {
            Note note = notes.get(dataId);
            receive(dataId, next.gone().getOrDefault(dataId, had.version()), note == null ? had.version() : note.since);
        });
        passedOver.forEach(this::passOver);
        forget(passedOver);
        settle();
    }

    private void passOver(String dataId, PassedOver one) {
        Note note = notes.get(dataId);
        if (note == null || !note.passedOver || note.version != one.version()) {
            receive(dataId, one.version(), one.version());
            notes.get(dataId).passedOver = true;
            fail(dataId, notes.get(dataId), "", one.reason());
        }
    }

    /** What was passed over and went before any of it was held. */
    private void forget(Map<String, PassedOver> passedOver) {
        List<String> went = notes.entrySet().stream()
                .filter(each -> each.getValue().passedOver && !passedOver.containsKey(each.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        notes.keySet().removeAll(went);
        owed.removeAll(went);
    }

    private void moved(String dataId, Child child, Child had) {
        Note note = notes.get(dataId);
        boolean unsaid = note == null || note.passedOver;
        if (!child.tellsTheSameAs(had) || (unsaid && child.version() != had.version())) {
            receive(dataId, child.version(), child.version());
        } else if (!unsaid && note.version != child.version()) {
            note.version = child.version(); // it tells nothing new: what became of the value is true of it, too
            owe(dataId, note);
        }
    }

    private void receive(String dataId, long version, long since) {
        notes.remove(dataId);
        notes.put(dataId, new Note(version, since, nanos.getAsLong()));
        open.add(dataId);
        owed.remove(dataId);
        if (notes.size() > MAX) {
            String oldest = notes.keySet().iterator().next();
            notes.remove(oldest);
            open.remove(oldest);
            owed.remove(oldest);
        }
    }

    /**
     * Somebody has been told this.
     *
     * @param failure what it threw; null if it returned
     */
    synchronized void done(Object who, ChildSet set, String name, Throwable failure) {
        if (!told.containsKey(who)) {
            return;
        }
        told.put(who, set);
        if (failure != null) {
            for (String dataId : List.copyOf(open)) {
                if (tells(set, dataId)) {
                    fail(dataId, notes.get(dataId), Receipt.plain(name), Receipt.sentence(failure));
                }
            }
        }
        settle();
    }

    /** Whether who was told this knows what is current of the key. */
    private boolean tells(ChildSet set, String dataId) {
        if (set == null || now == null) {
            return false;
        }
        Child child = set.children().get(dataId);
        Child current = now.children().get(dataId);
        return child == null ? current == null : child.tellsTheSameAs(current);
    }

    private void settle() {
        for (Iterator<String> all = open.iterator(); all.hasNext(); ) {
            String dataId = all.next();
            if (told.values().stream().allMatch(set -> tells(set, dataId))) {
                all.remove();
                Note note = notes.get(dataId);
                note.state = State.APPLIED;
                note.millis = passed(note);
                owe(dataId, note);
            }
        }
    }

    private void fail(String dataId, Note note, String listener, String reason) {
        open.remove(dataId);
        note.state = State.FAILED;
        note.millis = passed(note);
        note.listener = listener;
        note.reason = reason;
        owe(dataId, note);
    }

    private long passed(Note note) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - note.receivedNanos);
    }

    private void owe(String dataId, Note note) {
        if (note.state != State.RECEIVED) {
            owed.remove(dataId);
            owed.add(dataId);
        }
    }

    /** A version that was told came to nothing here. */
    synchronized void failed(String dataId, long version, String reason) {
        Note note = notes.get(dataId);
        if (note != null && version >= note.since && version <= note.version) {
            fail(dataId, note, "", reason);
        }
    }

    /** What came of a version once it was told; of an older value it is nobody's business any more. */
    synchronized void followed(String dataId, long version, String outcome) {
        Note note = notes.get(dataId);
        if (note != null && version >= note.since && version <= note.version) {
            note.followed = Report.cut(outcome, Report.MAX_FOLLOWED);
            owe(dataId, note);
        }
    }

    /**
     * What has not been said to this server yet, at most so much of it: what is new before what was owed for long.
     *
     * @param others keys that are told of already
     */
    synchronized List<Report> due(Object asked, int most, Predicate<ConfigKey> others) {
        if (!asked.equals(server)) {
            server = asked;
            owed.clear();
            notes.forEach(this::owe);
        }
        owed.removeIf(dataId -> others.test(now.key(dataId)));
        List<String> newestLast = List.copyOf(owed);
        List<Report> due = new ArrayList<>();
        for (int i = newestLast.size() - 1; i >= 0 && due.size() < most; i--) {
            due.add(report(newestLast.get(i), notes.get(newestLast.get(i))));
        }
        return due;
    }

    private Report report(String dataId, Note note) {
        return new Report(
                now.key(dataId),
                note.version,
                note.state,
                note.millis,
                passed(note),
                note.listener,
                note.reason,
                note.followed);
    }

    /** This was said to this server. */
    synchronized void said(Object to, Report report) {
        Note note = notes.get(report.key().dataId());
        if (note != null
                && to.equals(server)
                && note.version == report.version()
                && note.state == report.state()
                && note.followed.equals(report.followed())) {
            owed.remove(report.key().dataId());
        }
    }
}
