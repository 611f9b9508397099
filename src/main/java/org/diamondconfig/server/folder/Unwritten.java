/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * The changes that the disk refused, each with its content in memory as far as there is room. Not thread-safe:
 * {@link DiskDumpDir} guards it.
 */
final class Unwritten {

    /** What a line is about, whatever its version. */
    record Slot(ConfigKey key, String variant) {

        static Slot of(IndexEntry line) {
            return new Slot(line.key(), line.variant());
        }
    }

    /** A line that waits, and the one that the index names meanwhile. */
    record Change(IndexEntry line, Optional<IndexEntry> onDisk) {

        /** Whether it can be tried again: a content that found no room has to be put anew. */
        boolean isWhole() {
            return line.body().isEmpty() || line.held() != null;
        }

        private long size() {
            byte[] content = line.held();
            return content == null ? 0 : content.length;
        }
    }

    private final Map<Slot, Change> changes = new LinkedHashMap<>();
    private final long limit;
    private long bytes;

    /** @param limit most bytes of content */
    Unwritten(long limit) {
        this.limit = limit;
        // Loaded now: with no file descriptor left it could not be, and then never again.
        Objects.requireNonNull(Change.class);
    }

    /**
     * Adds a change, in the place of an earlier one of its slot.
     *
     * @param content null: the key is gone
     * @return whether there was room for the content
     */
    boolean add(IndexEntry line, byte[] content, Optional<IndexEntry> onDisk) {
        remove(line);
        changes.put(Slot.of(line), new Change(line, onDisk));
        if (content == null) {
            return true;
        }
        if (bytes + content.length > limit) {
            return false;
        }
        line.hold(content);
        bytes += content.length;
        return true;
    }

    /** Ends the waiting of whatever waits in the slot of this line. */
    void remove(IndexEntry line) {
        Change ended = changes.remove(Slot.of(line));
        if (ended != null) {
            bytes -= ended.size();
        }
    }

    /** What the index names for the slot of this line, if it is the last one. */
    Optional<IndexEntry> onDisk(IndexEntry last) {
        Change waiting = changes.get(Slot.of(last));
        return waiting == null ? Optional.of(last) : waiting.onDisk;
    }

    boolean holds(Change change) {
        return change.equals(changes.get(Slot.of(change.line)));
    }

    List<Change> all() {
        return List.copyOf(changes.values());
    }

    int size() {
        return changes.size();
    }

    long bytes() {
        return bytes;
    }
}
