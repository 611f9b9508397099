/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The contents that are held in memory: at most so many bytes, and none of more than so many. A content that was read since it
 * was last looked at gets a second chance before it goes. Reading takes no lock. Thread-safe.
 */
final class ContentCache {

    /** What a held content costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private final long limit;
    private final long largest;

    /** Oldest first. Guarded by this. */
    private final Set<IndexEntry> held = new LinkedHashSet<>();

    /** Guarded by this. */
    private long bytes;

    ContentCache(long limit, long largest) {
        this.limit = limit;
        this.largest = largest;
    }

    long limit() {
        return limit;
    }

    /** Holds this content, if it is small enough, at the cost of others. */
    synchronized void admit(IndexEntry line, byte[] content) {
        if (content.length > largest || cost(content) > limit || !held.add(line)) {
            return;
        }
        line.hold(content);
        bytes += cost(content);
        while (bytes > limit) {
            evictOne();
        }
    }

    private void evictOne() {
        Iterator<IndexEntry> oldest = held.iterator();
        IndexEntry line = oldest.next();
        oldest.remove();
        if (line.wasTouched()) {
            held.add(line);
        } else {
            letGo(line);
        }
    }

    /** Lets a content go that nobody will ask for any more. */
    synchronized void drop(IndexEntry line) {
        if (held.remove(line)) {
            letGo(line);
        }
    }

    private void letGo(IndexEntry line) {
        bytes -= cost(line.held());
        line.hold(null);
    }

    /** How many bytes are held, with what holding them costs. */
    synchronized long bytes() {
        return bytes;
    }

    private static long cost(byte[] content) {
        return content.length + (long) OVERHEAD;
    }
}
