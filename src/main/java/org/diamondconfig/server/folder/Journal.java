/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.diamondconfig.server.folder.DumpDir.Recovered;
import org.diamondconfig.wire.Epoch;

/**
 * The index file, to which every change is added at the end. A kill leaves a torn last record, which is cut off when the index
 * is read again. Not thread-safe: {@link DiskDumpDir} guards it.
 */
final class Journal {

    private static final Logger LOG = System.getLogger("diamond.dump");

    /** So many records that say nothing any more are not worth a rewrite. */
    private static final int TOLERATED_GARBAGE = 10_000;

    private static final int CHUNK = 1 << 16;

    private final Disk disk;
    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * JournalCodec.MAX_RECORD);

    /** Null: there is no usable index, and it has to be rewritten before anything can be added. */
    private Disk.Appender appender;

    /** Whether something stands in the index's place that is none. */
    private boolean foreign;

    private long found;
    private long length;
    private int records;
    private int garbage;

    /** The epoch that a line added now would have; null: none, it has to be said. */
    private Epoch lineEpoch;

    private Epoch followed;
    private boolean complete;

    Journal(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** Reads the index. Changes nothing on the disk. */
    Recovered read() throws IOException {
        byte[] bytes;
        try {
            bytes = disk.read(file, Integer.MAX_VALUE - 8L);
        } catch (NoSuchFileException e) {
            return Recovered.NOTHING;
        }
        Optional<JournalCodec.Reader> reader = JournalCodec.Reader.read(bytes);
        if (reader.isEmpty()) {
            LOG.log(Level.WARNING, file + " is no index of this version; it is put aside and everything dumped anew");
            foreign = true;
            return Recovered.NOTHING;
        }
        found = bytes.length;
        return remember(reader.get());
    }

    private Recovered remember(JournalCodec.Reader reader) {
        Recovered recovered = reader.recovered();
        length = reader.end();
        records = reader.records();
        garbage = records - recovered.lines().size();
        lineEpoch = reader.lineEpoch();
        followed = recovered.epoch().orElse(null);
        complete = recovered.complete();
        return recovered;
    }

    /** Begins to add: behind what was read, its torn end cut off, else to a new index. */
    void beginAdding() throws IOException {
        if (length == 0) {
            rewrite(List.of());
            return;
        }
        appender = disk.append(file);
        if (length < found) {
            LOG.log(Level.WARNING, file + ": a torn end of " + (found - length) + " bytes was cut off");
            takeBack();
        }
    }

    /** Whether something can be added; else it has to be rewritten first. */
    boolean usable() {
        return appender != null;
    }

    /** @param replacing whether an earlier line says nothing any more now */
    void line(IndexEntry line, boolean replacing) throws IOException {
        add(out -> putLine(out, line));
        lineEpoch = line.epoch();
        garbage += replacing ? 1 : 0;
    }

    void forgotten(IndexEntry line) throws IOException {
        add(out -> JournalCodec.forgotten(out, line));
        garbage += 2;
    }

    /** Kept even when it cannot be written now: the next rewrite writes it. */
    void follow(Epoch epoch, boolean isComplete) throws IOException {
        followed = epoch;
        complete = isComplete;
        add(out -> JournalCodec.follow(out, epoch, isComplete));
    }

    private void putLine(ByteBuffer out, IndexEntry line) {
        if (!line.epoch().equals(lineEpoch)) {
            JournalCodec.epoch(out, line.epoch());
        }
        JournalCodec.line(out, line);
    }

    private void add(Consumer<ByteBuffer> record) throws IOException {
        if (appender == null) {
            throw new IOException("the index has to be rewritten first");
        }
        buffer.clear();
        record.accept(buffer);
        buffer.flip();
        int added = buffer.limit();
        try {
            appender.write(buffer);
        } catch (IOException e) {
            takeBack();
            throw e;
        }
        length += added;
        records++;
    }

    /** A record that is only half there must not stand before others. */
    private void takeBack() {
        try {
            appender.truncate(length);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + ": a torn record could not be cut off; the index will be rewritten", e);
            close();
        }
    }

    void sync() throws IOException {
        if (appender != null) {
            appender.sync();
        }
    }

    /** Whether most of it says nothing any more. */
    boolean isWasteful() {
        return garbage > TOLERATED_GARBAGE && garbage > records / 2;
    }

    /** Writes the index anew, beside the old one, and puts it in its place when it is safe on the disk. */
    void rewrite(Iterable<IndexEntry> live) throws IOException {
        Path fresh = FileLayout.beside(file, ".tmp");
        disk.delete(fresh);
        lineEpoch = null;
        Written written;
        try (Disk.Appender out = disk.append(fresh)) {
            written = writeAll(out, live);
            out.sync();
        }
        close();
        if (foreign) {
            disk.replace(file, FileLayout.beside(file, ".bad"));
            foreign = false;
        }
        disk.replace(fresh, file);
        disk.sync(file.getParent());
        appender = disk.append(file);
        length = written.length;
        records = written.lines;
        garbage = 0;
    }

    private record Written(long length, int lines) {}

    private Written writeAll(Disk.Appender out, Iterable<IndexEntry> live) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK + 2 * JournalCodec.MAX_RECORD);
        chunk.put(JournalCodec.header());
        Epoch last = null;
        long written = 0;
        int lines = 0;
        for (IndexEntry line : live) {
            if (!line.epoch().equals(last)) {
                last = line.epoch();
                JournalCodec.epoch(chunk, last);
            }
            JournalCodec.line(chunk, line);
            lines++;
            if (chunk.position() >= CHUNK) {
                written += drain(chunk, out);
            }
        }
        if (followed != null) {
            JournalCodec.follow(chunk, followed, complete);
        }
        return new Written(written + drain(chunk, out), lines);
    }

    private static int drain(ByteBuffer chunk, Disk.Appender out) throws IOException {
        int size = chunk.flip().limit();
        out.write(chunk);
        chunk.clear();
        return size;
    }

    void close() {
        Disk.Appender closing = appender;
        appender = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, file + " did not close", e);
            }
        }
    }
}
