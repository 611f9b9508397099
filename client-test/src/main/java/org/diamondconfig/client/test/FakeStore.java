/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;

/** The fake's store: values by key with the versions a real one would give, in memory. Thread-safe: one lock. */
final class FakeStore {

    private static final int MAX_INLINE = 64 << 10;

    /** One version of a key; content null = a tombstone. */
    record Row(ConfigKey key, long version, String content, ConfigType type) {

        boolean present() {
            return content != null;
        }

        String md5() {
            return present() ? Md5.hex(content) : Md5.NOTHING;
        }
    }

    private final Map<ConfigKey, List<Row>> rows = new HashMap<>(); // guarded by this; oldest first
    private Epoch epoch = new Epoch(1, "00000000000fa4e1"); // guarded by this
    private boolean open = true; // guarded by this

    synchronized Epoch epoch() {
        return epoch;
    }

    /** Becomes another store: everything is forgotten. */
    synchronized void become(Epoch other) {
        epoch = other;
        rows.clear();
        notifyAll();
    }

    /** The key's newest row; version 0 if it never was. */
    synchronized Row row(ConfigKey key) {
        List<Row> all = rows.get(key);
        return all == null ? new Row(key, 0, null, ConfigType.TEXT) : all.get(all.size() - 1);
    }

    synchronized List<Row> history(ConfigKey key) {
        return List.copyOf(rows.getOrDefault(key, List.of()));
    }

    /** Writes if the key is at the expected version; content null removes. Empty = it is not. */
    synchronized Optional<Row> write(ConfigKey key, String content, Optional<ConfigType> type, OptionalLong expected) {
        Row old = row(key);
        if (expected.isPresent() && expected.getAsLong() != (old.present() ? old.version() : 0)) {
            return Optional.empty();
        }
        ConfigType kind = type.orElse(old.present() ? old.type() : ConfigType.ofFileName(key.dataId()));
        boolean same = old.present() ? old.content().equals(content) && old.type() == kind : content == null;
        if (same) {
            return Optional.of(old);
        }
        Row row = new Row(key, old.version() + 1, content, kind);
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        notifyAll();
        return Optional.of(row);
    }

    /**
     * What is below a prefix.
     *
     * @param rows the present ones, in order
     * @param digest made otherwise than a server does, which is no client's business
     */
    record Below(List<Row> rows, String digest) {}

    synchronized Below below(ConfigKey.Prefix prefix) {
        List<Row> below = rows.keySet().stream()
                .filter(prefix::covers)
                .sorted()
                .map(this::row)
                .filter(Row::present)
                .toList();
        StringBuilder all = new StringBuilder(epoch.toString());
        below.forEach(row -> all.append(' ').append(row.key()).append('@').append(row.version()));
        return new Below(below, Md5.hex(all.toString()));
    }

    /** Waits until something differs from the probe, at most that long; then tells everything that does. */
    synchronized WatchAnswer watch(Probe probe, Duration hold) throws InterruptedException {
        long deadline = System.nanoTime() + hold.toNanos();
        List<WatchAnswer.Change> changes = changes(probe);
        List<Probe.Branch> branches = branches(probe);
        while (changes.isEmpty() && branches.isEmpty() && open) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                break;
            }
            wait(leftMillis);
            changes = changes(probe);
            branches = branches(probe);
        }
        return new WatchAnswer(epoch, changes, branches);
    }

    private List<Probe.Branch> branches(Probe probe) {
        return probe.branches().stream()
                .map(known ->
                        new Probe.Branch(known.prefix(), below(known.prefix()).digest()))
                .filter(now -> probe.branches().stream()
                        .anyMatch(known -> known.prefix().equals(now.prefix())
                                && !known.digest().equals(now.digest())))
                .toList();
    }

    private List<WatchAnswer.Change> changes(Probe probe) {
        boolean comparable = probe.epoch().filter(epoch::equals).isPresent();
        List<WatchAnswer.Change> changes = new ArrayList<>();
        for (Probe.Item item : probe.items()) {
            Row row = row(item.key());
            boolean typeDiffers = row.present()
                    && item.type().filter(type -> type != row.type()).isPresent();
            boolean newer = !comparable
                    || item.version().isEmpty()
                    || row.version() > item.version().getAsLong();
            if (newer && (!row.md5().equals(item.md5()) || typeDiffers)) {
                changes.add(change(row));
            }
        }
        return changes;
    }

    private static WatchAnswer.Change change(Row row) {
        if (!row.present()) {
            return WatchAnswer.Change.absent(row.key(), row.version());
        }
        Optional<String> content = Optional.of(row.content()).filter(text -> text.length() <= MAX_INLINE);
        return new WatchAnswer.Change(row.key(), row.version(), row.md5(), row.type(), content);
    }

    /** Lets every held poll go. */
    synchronized void close() {
        open = false;
        notifyAll();
    }

    synchronized void open() {
        open = true;
    }
}
