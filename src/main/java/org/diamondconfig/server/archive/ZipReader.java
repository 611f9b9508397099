/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.diamondconfig.wire.Md5;

/**
 * A zip that somebody sent, in a file of ours. Its directory is believed only as far as it fits the file; each entry only as far as it
 * fits the directory. Some 100 bytes of memory an entry. Confined to one thread.
 */
public final class ZipReader implements Closeable {

    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int END_64_SIZE = 56;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int MOST_COMMENT = 0xffff;
    private static final int HALF_MD5 = 16;
    private static final int WINDOW = 64 << 10;

    private final FileChannel file;
    private final long directory;
    private long[] starts = new long[64];
    private int size;
    private ByteBuffer window = ZipWriter.little(0);
    private long windowFrom;
    private final Map<Long, Integer> byName = new HashMap<>();
    private final BitSet repeated = new BitSet();

    /**
     * How much may be in a zip.
     *
     * @param entries most of them, folders included
     * @param bytes most bytes that all of them claim to unfold to
     * @param ratio most times its own length that a zip beyond 64 MiB may unfold to
     */
    public record Limits(int entries, long bytes, int ratio) {}

    /** Where the directory stands. */
    private record End(long entries, long from, long length) {}

    private ZipReader(FileChannel file, long directory) {
        this.file = file;
        this.directory = directory;
    }

    /**
     * Reads the directory.
     *
     * @param file closed with this
     * @throws ArchiveException NOT_A_ZIP, BROKEN_ZIP, ZIP_TOO_LARGE or TOO_MANY_ITEMS
     */
    public static ZipReader open(FileChannel file, Limits limits) throws IOException, ArchiveException {
        try {
            End end = end(file);
            if (end.entries > limits.entries) {
                throw new ArchiveException("TOO_MANY_ITEMS", "The zip has more than " + limits.entries + " entries.");
            }
            ZipReader zip = new ZipReader(file, end.from);
            zip.readDirectory(end, limits);
            return zip;
        } catch (EOFException e) {
            throw broken();
        }
    }

    private static End end(FileChannel file) throws IOException, ArchiveException {
        long length = file.size();
        int tail = (int) Math.min(length, END_SIZE + MOST_COMMENT);
        ByteBuffer bytes = bytes(file, length - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            boolean fits = bytes.getInt(at) == ZipWriter.END && at + END_SIZE + unsigned(bytes, at + 20) == tail;
            if (fits) {
                return checked(file, bytes, at, length - tail + at);
            }
        }
        throw new ArchiveException("NOT_A_ZIP", "The body is no zip, or its end is missing.");
    }

    private static End checked(FileChannel file, ByteBuffer tail, int at, long position)
            throws IOException, ArchiveException {
        End end = new End(unsigned(tail, at + 10), unsignedInt(tail, at + 16), unsignedInt(tail, at + 12));
        long behind = position;
        boolean large =
                end.entries == ZipWriter.MOST_16 || end.from == ZipWriter.MOST_32 || end.length == ZipWriter.MOST_32;
        if (large && position >= LOCATOR_SIZE + END_64_SIZE) {
            ByteBuffer locator = bytes(file, position - LOCATOR_SIZE, LOCATOR_SIZE);
            if (locator.getInt(0) == ZipWriter.LOCATOR_64) {
                behind = locator.getLong(8);
                if (behind != position - LOCATOR_SIZE - END_64_SIZE) {
                    throw broken();
                }
                ByteBuffer end64 = bytes(file, behind, END_64_SIZE);
                if (end64.getInt(0) != ZipWriter.END_64) {
                    throw broken();
                }
                end = new End(end64.getLong(32), end64.getLong(48), end64.getLong(40));
            }
        }
        // What stands before the first entry, or between the directory and its end, would be read by others as
        // something else.
        boolean fits = end.entries >= 0
                && end.from >= 0
                && end.length >= 0
                && end.from <= behind
                && end.length == behind - end.from
                && end.entries <= end.length / CENTRAL_SIZE;
        if (!fits) {
            throw broken();
        }
        return end;
    }

    private void readDirectory(End end, Limits limits) throws IOException, ArchiveException {
        long at = end.from;
        long packed = 0;
        long unfolded = 0;
        for (long i = 0; i < end.entries; i++) {
            ByteBuffer header = held(at, CENTRAL_SIZE);
            long next = at + CENTRAL_SIZE + unsigned(header, 28) + unsigned(header, 30) + unsigned(header, 32);
            if (header.getInt(0) != ZipWriter.CENTRAL || next > end.from + end.length) {
                throw broken();
            }
            ZipEntry entry = note(at);
            packed += entry.packed();
            unfolded += entry.size();
            at = next;
            if (entry.packed() < 0 || entry.size() < 0 || packed > end.from) {
                throw broken();
            }
            if (unfolded > limits.bytes || unfolded > Math.max(64L << 20, limits.ratio * file.size())) {
                throw new ArchiveException("ZIP_TOO_LARGE", "The zip unfolds to more than is taken.");
            }
        }
        if (at != end.from + end.length) {
            throw broken();
        }
    }

    private ZipEntry note(long at) throws IOException {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
        }
        starts[size++] = at;
        ZipEntry entry = entry(size - 1);
        if (byName.putIfAbsent(hash(entry.name()), size - 1) != null) {
            repeated.set(size - 1);
        }
        return entry;
    }

    private static long hash(String name) {
        return Long.parseUnsignedLong(Md5.hex(name).substring(0, HALF_MD5), 16);
    }

    /** How many entries there are. */
    public int size() {
        return size;
    }

    /** Where the first entry of this name stands. */
    public OptionalInt find(String name) throws IOException {
        Integer index = byName.get(hash(name));
        return index != null && entry(index).name().equals(name) ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /** Whether an entry before has the same name. */
    public boolean isRepeated(int index) {
        return repeated.get(index);
    }

    /** What the directory says of an entry. */
    public ZipEntry entry(int index) throws IOException {
        ByteBuffer fixed = held(starts[index], CENTRAL_SIZE);
        int names = unsigned(fixed, 28);
        int extras = unsigned(fixed, 30);
        ByteBuffer more = held(starts[index] + CENTRAL_SIZE, names + extras);
        return ZipEntry.of(fixed, more, names);
    }

    /** A piece of the directory, which is mostly read from one end to the other. */
    private ByteBuffer held(long from, int length) throws IOException {
        if (from < windowFrom || from + length > windowFrom + window.limit()) {
            window = bytes(file, from, (int) Math.max(length, Math.min(WINDOW, file.size() - from)));
            windowFrom = from;
        }
        byte[] piece = new byte[length];
        window.get((int) (from - windowFrom), piece);
        return ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The content of an entry.
     *
     * @throws ArchiveException if it is longer, or cannot be read: ENTRY_TOO_LARGE, ENCRYPTED, LINK, METHOD or BROKEN_ENTRY
     */
    public byte[] read(ZipEntry entry, int most) throws IOException, ArchiveException {
        if (entry.size() > most) {
            throw new ArchiveException("ENTRY_TOO_LARGE", "The entry is larger than " + most + " bytes.");
        }
        try (Content content = stream(entry)) {
            byte[] bytes = content.readNBytes((int) entry.size());
            content.checkEnd();
            return bytes;
        } catch (EOFException | ZipException e) {
            throw brokenEntry();
        }
    }

    /** The content of an entry as it is unfolded; who has read it to its end asks whether it was whole. */
    public Content stream(ZipEntry entry) throws IOException, ArchiveException {
        entry.checkReadable();
        try {
            ByteBuffer local = bytes(file, entry.offset(), LOCAL_SIZE);
            int names = unsigned(local, 26);
            long from = entry.offset() + LOCAL_SIZE + names + unsigned(local, 28);
            boolean fits = local.getInt(0) == ZipWriter.LOCAL
                    && local.getShort(8) == entry.method()
                    && from + entry.packed() <= directory
                    && ZipEntry.text(bytes(file, entry.offset() + LOCAL_SIZE, names), names)
                            .equals(entry.name());
            if (!fits) {
                throw brokenEntry();
            }
            return new Content(entry, new FileRange(file, from, entry.packed()));
        } catch (EOFException e) {
            throw brokenEntry();
        }
    }

    /** What an entry unfolds to, and no byte more than the directory says. Confined to one thread. */
    public static final class Content extends InputStream {

        private final ZipEntry entry;
        private final Inflater inflater = new Inflater(true);
        private final CRC32 crc = new CRC32();
        private final InputStream stream;
        private long left;

        private Content(ZipEntry entry, InputStream packed) {
            this.entry = entry;
            boolean deflated = entry.method() == ZipWriter.DEFLATED;
            InputStream unfolded = deflated ? new InflaterInputStream(packed, inflater, 1 << 12) : packed;
            stream = new CheckedInputStream(unfolded, crc);
            left = entry.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0 || length == 0) {
                return left == 0 ? -1 : 0;
            }
            int read = stream.read(bytes, from, (int) Math.min(length, left));
            if (read > 0) {
                left -= read;
            }
            return read;
        }

        /** @throws ArchiveException BROKEN_ENTRY if this was less than the directory says, or more, or something else */
        public void checkEnd() throws IOException, ArchiveException {
            boolean whole;
            try {
                whole = left == 0 && crc.getValue() == entry.crc() && stream.read() < 0;
            } catch (EOFException | ZipException e) {
                whole = false;
            }
            if (!whole) {
                throw brokenEntry();
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private static ArchiveException broken() {
        return new ArchiveException("BROKEN_ZIP", "The directory of the zip does not fit it.");
    }

    private static ArchiveException brokenEntry() {
        return new ArchiveException("BROKEN_ENTRY", "The entry is not what the directory of the zip says.");
    }

    private static ByteBuffer bytes(FileChannel file, long from, int length) throws IOException {
        ByteBuffer bytes = ZipWriter.little(length);
        if (from < 0) {
            throw new EOFException("before the file");
        }
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("behind the file");
            }
        }
        return bytes.flip();
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long unsignedInt(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
