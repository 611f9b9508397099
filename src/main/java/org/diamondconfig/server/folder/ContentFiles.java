/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that hold the contents, one a version. A file is never overwritten and never changed; it comes under another name
 * first, and goes only when what took its place is safe. Thread-safe.
 */
final class ContentFiles {

    private static final Logger LOG = System.getLogger("diamond.dump");

    /**
     * What one flush makes safe, and what may go afterwards.
     *
     * @param unsynced new files, but those that are about to go already
     * @param leaving files that no line names any more once the index is synced
     */
    record Batch(List<Path> unsynced, List<Path> leaving) {}

    private final Disk disk;
    private final FileLayout layout;

    // Guarded by this.
    private final Set<Path> unsynced = new LinkedHashSet<>();
    private final Set<Path> leaving = new LinkedHashSet<>();
    private long quarantined;

    ContentFiles(Disk disk, FileLayout layout) {
        this.disk = disk;
        this.layout = layout;
    }

    /** A line for this version whose file has a name that is neither these lines' nor about to go. */
    synchronized IndexEntry name(DumpDir.Version version, Body body, List<IndexEntry> inUse) {
        Set<Path> taken = new HashSet<>(leaving);
        inUse.stream().filter(line -> line.body().isPresent()).forEach(line -> taken.add(layout.file(line)));
        IndexEntry line = new IndexEntry(version, body, 0);
        while (taken.contains(layout.file(line))) {
            line = new IndexEntry(version, body, line.serial() + 1);
        }
        return line;
    }

    /** Writes the file of a line under another name, then renames it. Nobody else writes this line's file meanwhile. */
    void place(IndexEntry line, byte[] content) throws IOException {
        Path file = layout.file(line);
        Path fresh = FileLayout.beside(file, FileLayout.FRESH);
        disk.delete(fresh);
        try {
            disk.create(fresh, content);
        } catch (IOException e) {
            disk.delete(fresh);
            throw e;
        }
        rename(fresh, file);
    }

    private synchronized void rename(Path fresh, Path file) throws IOException {
        try {
            disk.move(fresh, file);
        } catch (FileAlreadyExistsException e) {
            quarantine(file, "no line names it");
            disk.move(fresh, file);
        }
        unsynced.add(file);
    }

    /**
     * Reads the file of a line.
     *
     * @throws Disk.NotPlainFile if it is damaged, or something else stands in its place
     */
    byte[] read(IndexEntry line) throws IOException {
        Body body = line.body().orElseThrow();
        Path file = layout.file(line);
        byte[] content = disk.read(file, body.length());
        if (!body.describes(content)) {
            throw new Disk.NotPlainFile(file + " is not what the index says");
        }
        return content;
    }

    /** Puts the file of a line aside, for a person to look at. */
    void quarantine(IndexEntry line) throws IOException {
        quarantine(layout.file(line), "it is not what the index says");
    }

    private synchronized void quarantine(Path file, String why) throws IOException {
        Path aside = FileLayout.beside(file, FileLayout.BAD);
        LOG.log(Level.WARNING, file + " is put aside as " + aside.getFileName() + ": " + why);
        disk.replace(file, aside);
        quarantined++;
    }

    synchronized long quarantined() {
        return quarantined;
    }

    /** The file of a line goes after the next sync. */
    synchronized void leave(IndexEntry line) {
        if (line.body().isPresent()) {
            leaving.add(layout.file(line));
        }
    }

    synchronized Batch batch() {
        unsynced.removeAll(leaving);
        return new Batch(List.copyOf(unsynced), List.copyOf(leaving));
    }

    /** Makes the new files of a batch, and their names, survive a power cut. */
    void sync(Batch batch) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : batch.unsynced) {
            syncFile(file);
            for (Path folder = file.getParent(); folder.startsWith(layout.root()); folder = folder.getParent()) {
                folders.add(folder);
            }
        }
        for (Path folder : folders) {
            disk.sync(folder);
        }
        synchronized (this) {
            batch.unsynced.forEach(unsynced::remove);
        }
    }

    private void syncFile(Path file) throws IOException {
        try {
            disk.sync(file);
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, file + " went before it was synced", e);
        }
    }

    /** Deletes the old files of a batch. Their names are free only afterwards. */
    void delete(Batch batch) throws IOException {
        for (Path file : batch.leaving) {
            disk.delete(file);
            synchronized (this) {
                leaving.remove(file);
            }
        }
    }

    /** Deletes a file that no line names, unless another one has its name by now. */
    synchronized boolean deleteStray(Disk.Found found) throws IOException {
        boolean still =
                !leaving.contains(found.file()) && disk.look(found.file()).equals(Optional.of(found));
        if (still) {
            disk.delete(found.file());
        }
        return still;
    }

    /**
     * What nobody needs any more in the dump's folder: files that no line of the index names, left by a process that was killed,
     * and files that were put aside. Confined to one cleaning.
     *
     * <p>A file may be named at any moment. So it is found first and looked up among the lines second, and it goes only if it is
     * still the very file that was found; it is also left alone while it is young, for its line may be on the way. What has not
     * the name of a content is somebody else's and stays.
     */
    static final class Leftovers {

        /** A file that no line names is left alone for so long. */
        static final Duration YOUNG = Duration.ofHours(1);

        /** A file that was put aside waits so long for a person to look at it. */
        static final Duration ASIDE = Duration.ofDays(7);

        /** So many files that were put aside are kept, the newest ones. */
        static final int MOST_ASIDE = 100;

        /** So many files go in one cleaning; the rest waits for the next. */
        static final int AT_ONCE = 10_000;

        private static final Pattern OURS = Pattern.compile(".+@\\d+(\\.\\d+)?(\\.tmp|\\.bad)?");

        /** Namespace, group, and one of 256. */
        private static final int FOLDERS_DEEP = 3;

        private final Disk disk;
        private final FileLayout layout;
        private final Instant now;
        private final List<Disk.Found> unnamed = new ArrayList<>();
        private final List<Disk.Found> aside = new ArrayList<>();

        Leftovers(Disk disk, FileLayout layout, Instant now) {
            this.disk = disk;
            this.layout = layout;
            this.now = now;
        }

        /** Deletes a file if it is still the very one that was found. */
        interface Deletion {

            /** @return whether it went */
            boolean delete(Disk.Found found) throws IOException;
        }

        /**
         * Looks through the folder.
         *
         * @param named the lines whose files are needed, as they are at the moment of asking
         */
        void clean(Supplier<Stream<IndexEntry>> named, Deletion deletion) throws IOException {
            look(layout.root(), 0, new Names(named.get()));
            Names later = new Names(named.get());
            unnamed.removeIf(found -> later.maybeHas(found.file()));
            aside.sort(Comparator.comparing(Disk.Found::changed).reversed());
            List<Disk.Found> going = Stream.concat(
                            unnamed.stream(),
                            Stream.concat(
                                    aside.stream().limit(MOST_ASIDE).filter(found -> isOlder(found, ASIDE)),
                                    aside.stream().skip(MOST_ASIDE)))
                    .limit(AT_ONCE)
                    .toList();
            int gone = 0;
            for (Disk.Found found : going) {
                gone += deletion.delete(found) ? 1 : 0;
            }
            if (gone > 0) {
                LOG.log(
                        Level.INFO,
                        "The dump''s folder {0}: {1} files that nothing needs were deleted",
                        layout.root(),
                        gone);
            }
        }

        private void look(Path folder, int depth, Names names) throws IOException {
            for (Disk.Found found : disk.list(folder)) {
                if (found.folder() && depth < FOLDERS_DEEP) {
                    look(found.file(), depth + 1, names);
                } else if (!found.folder() && depth == FOLDERS_DEEP) {
                    sort(found, names);
                }
            }
        }

        private void sort(Disk.Found found, Names names) {
            String name = found.file().getFileName().toString();
            if (!OURS.matcher(name).matches()) {
                return;
            }
            if (name.endsWith(FileLayout.BAD)) {
                aside.add(found);
            } else if (isOlder(found, YOUNG) && !names.maybeHas(found.file())) {
                unnamed.add(found);
            }
        }

        private boolean isOlder(Disk.Found found, Duration age) {
            return found.changed().isBefore(now.minus(age));
        }

        /** The files of lines, by 32 bits each: one that is not there may seem to be, and stays; never the other way round. */
        private final class Names {

            private final int[] hashes;

            Names(Stream<IndexEntry> lines) {
                hashes = lines.filter(line -> line.body().isPresent())
                        .mapToInt(line -> layout.file(line).hashCode())
                        .sorted()
                        .toArray();
            }

            boolean maybeHas(Path file) {
                return Arrays.binarySearch(hashes, file.hashCode()) >= 0;
            }
        }
    }
}
