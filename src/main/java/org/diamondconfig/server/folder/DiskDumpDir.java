/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.diamondconfig.wire.Epoch;

/**
 * A {@link DumpDir} on a disk. Thread-safe; a kill at any point leaves an old content or a new one.
 *
 * <p>The order of one change: new file, then its line in the index, then (by the caller) the event, then, once the new file
 * and the line are synced, the old file goes.
 */
final class DiskDumpDir implements DumpDir {

    private static final Logger LOG = System.getLogger("diamond.dump");
    private final Disk disk;
    private final Path folder;
    private final ContentFiles files;
    private final ContentCache cache;
    private final Journal journal;

    /** Held for the length of one flush. */
    private final Object flushing = new Object();
    /** Whether the index grew since it was last synced; synced at worst once too often. */
    private volatile boolean indexUnsynced;

    // Everything below is guarded by this.
    private final Unwritten unwritten;
    /** Lines in the index that their caller has not made known yet, and what they replaced there. */
    private final Map<IndexEntry, Optional<IndexEntry>> unsettled = new HashMap<>();

    private final Set<IndexEntry> missing = new LinkedHashSet<>();
    private Closeable lock;
    private String trouble;

    DiskDumpDir(Disk disk, Path folder, ContentCache cache) {
        this.disk = disk;
        this.folder = folder;
        this.files = new ContentFiles(disk, new FileLayout(folder));
        this.cache = cache;
        this.unwritten = new Unwritten(cache.limit());
        this.journal = new Journal(disk, new FileLayout(folder).index());
    }

    @Override
    public synchronized Recovered open() {
        Recovered recovered = Recovered.NOTHING;
        try {
            recovered = journal.read();
            requireLock();
            journal.beginAdding();
        } catch (IOException e) {
            note(e);
        }
        return recovered;
    }

    /** The file is written outside the lock: contents of different keys do not wait for each other. */
    @Override
    public IndexEntry put(Version version, Body body, byte[] content, Optional<IndexEntry> replaced) {
        IndexEntry line = named(version, body, replaced);
        Optional<IOException> unplaced = Optional.empty();
        try {
            requireLock();
            files.place(line, content);
        } catch (IOException e) {
            unplaced = Optional.of(e);
        }
        return change(line, content, replaced, unplaced);
    }

    @Override
    public IndexEntry remove(Version version, Optional<IndexEntry> replaced) {
        return change(new IndexEntry(version, null, 0), null, replaced, Optional.empty());
    }

    private synchronized IndexEntry named(Version version, Body body, Optional<IndexEntry> replaced) {
        Stream<IndexEntry> leavingSoon = unsettled.values().stream().flatMap(Optional::stream);
        Stream<IndexEntry> before = Stream.concat(replaced.stream(), replaced.flatMap(unwritten::onDisk).stream());
        return files.name(version, body, Stream.concat(leavingSoon, before).toList());
    }

    private synchronized IndexEntry change(
            IndexEntry line, byte[] content, Optional<IndexEntry> replaced, Optional<IOException> unplaced) {
        Optional<IndexEntry> onDisk = replaced.flatMap(unwritten::onDisk);
        unwritten.remove(line);
        replaced.ifPresent(missing::remove);
        try {
            if (unplaced.isPresent()) {
                throw unplaced.get();
            }
            append(line, onDisk.isPresent());
            unsettled.put(line, onDisk);
            hold(line, content);
        } catch (IOException e) {
            note(e);
            if (!unwritten.add(line, content, onDisk)) {
                missing.add(line);
            }
        }
        return line;
    }

    private void append(IndexEntry line, boolean replacing) throws IOException {
        requireLock();
        journal.line(line, replacing);
        indexUnsynced = true;
    }

    private synchronized void requireLock() throws IOException {
        if (lock == null) {
            lock = disk.lock(folder);
        }
    }

    private void hold(IndexEntry line, byte[] content) {
        if (content != null) {
            cache.admit(line, content);
        }
    }

    @Override
    public synchronized void forget(IndexEntry line) {
        Optional<IndexEntry> onDisk = unwritten.onDisk(line);
        unwritten.remove(line);
        try {
            journal.forgotten(line);
            indexUnsynced = true;
        } catch (IOException e) {
            note(e);
            journal.close();
        }
        onDisk.ifPresent(files::leave);
        letGo(line);
    }

    @Override
    public synchronized void settle(IndexEntry line, Optional<IndexEntry> replaced) {
        unsettled.getOrDefault(line, Optional.empty()).ifPresent(files::leave);
        unsettled.remove(line);
        replaced.ifPresent(this::letGo);
    }

    private void letGo(IndexEntry line) {
        line.markReleased();
        missing.remove(line);
        cache.drop(line);
        line.hold(null);
    }

    @Override
    public Optional<byte[]> content(IndexEntry line) {
        byte[] held = line.cached();
        return held != null ? Optional.of(held) : load(line);
    }

    @Override
    public boolean isHeld(IndexEntry line) {
        return line.held() != null;
    }

    private Optional<byte[]> load(IndexEntry line) {
        try {
            byte[] content = files.read(line);
            hold(line, content);
            return Optional.of(content);
        } catch (IOException e) {
            lose(line, e);
            return Optional.empty();
        }
    }

    /** A file that went because another line took its place is no loss. */
    private synchronized void lose(IndexEntry line, IOException why) {
        if (line.isReleased() || line.held() != null || !missing.add(line)) {
            return;
        }
        LOG.log(Level.WARNING, "The dump lost " + line.key() + '@' + line.version() + "; it is fetched again", why);
        if (why instanceof Disk.NotPlainFile) {
            try {
                files.quarantine(line);
            } catch (IOException e) {
                note(e);
            }
        }
    }

    @Override
    public synchronized void follow(Epoch epoch, boolean complete) {
        try {
            journal.follow(epoch, complete);
            indexUnsynced = true;
        } catch (IOException e) {
            note(e);
        }
    }

    @Override
    public synchronized List<IndexEntry> missing() {
        return List.copyOf(missing);
    }

    @Override
    public void flush(Iterable<IndexEntry> live) {
        synchronized (flushing) {
            try {
                repairIndex(live);
                retry();
                syncAndDelete();
                forgive();
            } catch (IOException e) {
                note(e);
            }
        }
    }

    private synchronized void repairIndex(Iterable<IndexEntry> live) throws IOException {
        requireLock();
        if (!journal.usable() || journal.isWasteful()) {
            journal.rewrite(asOnDisk(live));
        }
    }

    /** The lines that may stand in the index: with their files written, and settled or not. */
    private List<IndexEntry> asOnDisk(Iterable<IndexEntry> live) {
        Map<Unwritten.Slot, IndexEntry> lines = new LinkedHashMap<>();
        unsettled.keySet().forEach(line -> lines.put(Unwritten.Slot.of(line), line));
        live.forEach(line ->
                unwritten.onDisk(line).ifPresent(written -> lines.putIfAbsent(Unwritten.Slot.of(line), written)));
        return List.copyOf(lines.values());
    }

    private void retry() throws IOException {
        List<Unwritten.Change> waiting;
        synchronized (this) {
            waiting = unwritten.all();
        }
        for (Unwritten.Change change : waiting) {
            retry(change);
        }
    }

    private synchronized void retry(Unwritten.Change change) throws IOException {
        if (!change.isWhole() || !unwritten.holds(change)) {
            return;
        }
        IndexEntry line = change.line();
        byte[] content = line.held();
        if (content != null) {
            files.place(line, content);
        }
        append(line, change.onDisk().isPresent());
        unwritten.remove(line);
        line.hold(null);
        hold(line, content);
        change.onDisk().ifPresent(files::leave);
    }

    /** New files, then the index; then nobody needs the old files any more. */
    private void syncAndDelete() throws IOException {
        ContentFiles.Batch batch = files.batch();
        files.sync(batch);
        if (indexUnsynced) {
            indexUnsynced = false;
            syncIndex();
        }
        files.delete(batch);
    }

    private void syncIndex() throws IOException {
        try {
            journal.sync();
        } catch (IOException e) {
            indexUnsynced = true;
            throw e;
        }
    }

    @Override
    public void tidy(Iterable<IndexEntry> live, Instant now) {
        ContentFiles.Leftovers leftovers = new ContentFiles.Leftovers(disk, new FileLayout(folder), now);
        try {
            leftovers.clean(
                    () -> Stream.concat(unsettledOrOld(), StreamSupport.stream(live.spliterator(), false)),
                    files::deleteStray);
        } catch (IOException e) {
            LOG.log(Level.WARNING, folder + " was not cleaned; it is tried again with the next dump of all", e);
        }
    }

    /** The lines beside the live ones whose files somebody may read, or would after a kill. */
    private synchronized Stream<IndexEntry> unsettledOrOld() {
        List<IndexEntry> lines = new ArrayList<>(unsettled.keySet());
        unsettled.values().forEach(replaced -> replaced.ifPresent(lines::add));
        unwritten.all().forEach(change -> change.onDisk().ifPresent(lines::add));
        return lines.stream();
    }

    private synchronized void note(IOException e) {
        String sentence = "The dump's folder " + folder + " cannot be written: " + e
                + ". Changes are served from memory and tried again every second.";
        if (trouble == null) {
            LOG.log(Level.ERROR, sentence, e);
        }
        trouble = sentence;
    }

    private synchronized void forgive() {
        if (trouble != null && unwritten.size() == 0) {
            LOG.log(Level.INFO, "The dump's folder " + folder + " can be written again");
            trouble = null;
        }
    }

    @Override
    public synchronized FolderState state() {
        return new FolderState(
                Optional.ofNullable(trouble), unwritten.size(), files.quarantined(), cache.bytes() + unwritten.bytes());
    }

    @Override
    public synchronized void close() {
        journal.close();
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the lock of " + folder + " did not close", e);
            }
            lock = null;
        }
    }
}
