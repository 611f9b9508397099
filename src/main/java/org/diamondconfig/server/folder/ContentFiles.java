/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that hold the contents, one a version. A file is never overwritten and never changed; it comes under another name
 * first, and goes only when what took its place is safe. Thread-safe.
 */
final class ContentFiles {

    private static final Logger LOG = System.getLogger("diamond.dump");

    /**
     * What one flush makes safe, and what may go afterwards.
     *
     * @param unsynced files
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

    /** Writes the file of a line under another name, then renames it. */
    synchronized void place(IndexEntry line, byte[] content) throws IOException {
        Path file = layout.file(line);
        Path fresh = FileLayout.beside(file, FileLayout.FRESH);
        disk.delete(fresh);
        try {
            disk.create(fresh, content);
        } catch (IOException e) {
            disk.delete(fresh);
            throw e;
        }
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
}
