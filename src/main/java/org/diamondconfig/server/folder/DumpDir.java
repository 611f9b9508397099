/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * A folder of contents with an index of what they are. Thread-safe; two changes of one key are never made at once by its
 * caller.
 *
 * <p>A change that the disk refuses is kept in memory, served from there, and tried again at each {@link #flush}; meanwhile
 * {@link #state} says what is wrong.
 */
public interface DumpDir extends AutoCloseable {

    /** A folder on the machine's disk that holds contents of up to {@code largest} bytes in up to {@code cache} bytes of memory. */
    static DumpDir on(Path folder, long cache, long largest) {
        return new DiskDumpDir(new RealDisk(folder), folder, new ContentCache(cache, largest));
    }

    /** Reads the index; called once, before anything else. Never fails: a folder that cannot be used is a degraded one. */
    Recovered open();

    /** Puts this content, which the body describes: the file first, then the line in the index. */
    IndexEntry put(Version version, Body body, byte[] content, Optional<IndexEntry> replaced);

    /** Notes that the key is gone as of this version. */
    IndexEntry remove(Version version, Optional<IndexEntry> replaced);

    /** Forgets the line as if the key had never been. */
    void forget(IndexEntry line);

    /** Lets the content of a replaced line go. To be called after the new line was made known. */
    void settle(IndexEntry line, Optional<IndexEntry> replaced);

    /** The content of a line; empty when it is damaged or gone. What is damaged is put aside. */
    Optional<byte[]> content(IndexEntry line);

    /** Notes which epoch the dump follows from now on, and whether it has every key of it. */
    void follow(Epoch epoch, boolean complete);

    /** Whether the content of a line is in memory now, and likely to stay there for a moment. */
    boolean isHeld(IndexEntry line);

    /** Lines whose content is neither on the disk nor in memory, to be put again. */
    List<IndexEntry> missing();

    /**
     * Tries again what was refused, syncs what is new, then deletes the files that were let go, and rewrites a wasteful index.
     *
     * @param live every settled line; looked at only when the index is rewritten
     */
    void flush(Iterable<IndexEntry> live);

    /**
     * Deletes what a kill left in the folder and what was put aside long ago; slow, for the background.
     *
     * @param live every settled line; asked for more than once
     */
    void tidy(Iterable<IndexEntry> live, Instant now);

    /** How the folder is doing. */
    FolderState state();

    @Override
    void close();

    /** Which version of which variant of a key. */
    record Version(ConfigKey key, String variant, Epoch epoch, long version) {}

    /**
     * What the index held.
     *
     * @param lines the last of each (key, variant)
     * @param epoch the one that the dump followed; empty when there was no index
     * @param complete whether the dump had every key of it, and no line was lost since
     */
    record Recovered(List<IndexEntry> lines, Optional<Epoch> epoch, boolean complete) {

        /** Of a folder without an index. */
        public static final Recovered NOTHING = new Recovered(List.of(), Optional.empty(), false);
    }

    /**
     * How a folder is doing.
     *
     * @param degraded a sentence; empty when all is well
     * @param unwritten changes that wait in memory for the disk
     * @param quarantined files put aside since the start
     * @param cachedBytes contents held in memory
     */
    record FolderState(Optional<String> degraded, int unwritten, long quarantined, long cachedBytes) {}
}
