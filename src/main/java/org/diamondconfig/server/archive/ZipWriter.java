/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A zip on its way to a stream: entries of one second of 1980, whose sizes are known before their bytes come, and a directory that is
 * kept in a file of its own until it is sent. The same entries make the same bytes. Beyond 65,535 entries or 4 GiB it is a ZIP64.
 * Confined to one thread.
 */
public final class ZipWriter implements Closeable {

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END_64 = 0x06064b50;
    static final int LOCATOR_64 = 0x07064b50;
    static final int MOST_16 = 0xffff;
    static final long MOST_32 = 0xffffffffL;
    static final short ZIP_64 = 1;
    static final short DEFLATED = 8;

    private static final short STORED = 0;
    private static final short VERSION = 20;
    private static final short VERSION_64 = 45;
    private static final short FIRST_DAY = 0x21;

    private final OutputStream out;
    private final FileChannel directory;
    private final OutputStream directoryOut;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private long offset;
    private long directorySize;
    private long count;

    /** How an entry is held. */
    private record Form(short method, long crc, long packed, long size) {}

    /** @param out is not closed */
    public ZipWriter(OutputStream out, Spool spool) throws IOException {
        this.out = out;
        directory = spool.open();
        directoryOut = new BufferedOutputStream(Channels.newOutputStream(directory), 1 << 16);
    }

    /**
     * Writes an entry.
     *
     * @param name ASCII, and of none before
     */
    public void add(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        byte[] packed = deflated(content);
        boolean smaller = packed.length < content.length;
        byte[] held = smaller ? packed : content;
        begin(name, new Form(smaller ? DEFLATED : STORED, crc.getValue(), held.length, content.length));
        out.write(held);
        offset += held.length;
    }

    private byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2 + 32);
        deflater.reset();
        try (OutputStream packing = new DeflaterOutputStream(bytes, deflater)) {
            packing.write(content);
        }
        return bytes.toByteArray();
    }

    /** An entry that grows beside the zip, in a file of its own, until it is added. Confined to one thread. */
    public static final class Part implements Closeable {

        private final FileChannel file;
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final OutputStream held;
        private final DeflaterOutputStream packing;
        private final CRC32 crc = new CRC32();
        private long size;

        public Part(Spool spool) throws IOException {
            file = spool.open();
            held = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
            packing = new DeflaterOutputStream(held, deflater);
        }

        public void write(byte[] bytes) throws IOException {
            packing.write(bytes);
            crc.update(bytes);
            size += bytes.length;
        }

        private void finish() throws IOException {
            packing.finish();
            held.flush();
        }

        @Override
        public void close() throws IOException {
            deflater.end();
            file.close();
        }
    }

    /** Writes an entry that has grown to its end. */
    public void add(String name, Part part) throws IOException {
        part.finish();
        FileChannel packed = part.file.position(0);
        begin(name, new Form(DEFLATED, part.crc.getValue(), packed.size(), part.size));
        copy(packed);
        offset += packed.size();
    }

    private void copy(FileChannel file) throws IOException {
        Channels.newInputStream(file).transferTo(out);
    }

    private void begin(String name, Form form) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer local = little(30).putInt(LOCAL).putShort(VERSION);
        out.write(described(local, form, bytes.length).putShort((short) 0).array());
        out.write(bytes);
        boolean far = offset >= MOST_32;
        int extra = far ? 12 : 0;
        byte[] line = new byte[46 + bytes.length + extra];
        ByteBuffer central = ByteBuffer.wrap(line)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CENTRAL)
                .putShort(far ? VERSION_64 : VERSION)
                .putShort(far ? VERSION_64 : VERSION);
        described(central, form, bytes.length).putShort((short) extra);
        central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        central.putInt((int) Math.min(offset, MOST_32)).put(bytes);
        if (far) {
            central.putShort(ZIP_64).putShort((short) Long.BYTES).putLong(offset);
        }
        directoryOut.write(line);
        directorySize += line.length;
        offset += 30L + bytes.length;
        count++;
    }

    private static ByteBuffer described(ByteBuffer header, Form form, int nameLength) {
        return header.putShort((short) 0)
                .putShort(form.method)
                .putShort((short) 0)
                .putShort(FIRST_DAY)
                .putInt((int) form.crc)
                .putInt((int) form.packed)
                .putInt((int) form.size)
                .putShort((short) nameLength);
    }

    /** Writes the directory: without it nobody takes the zip for whole. */
    public void finish() throws IOException {
        directoryOut.flush();
        copy(directory.position(0));
        if (count >= MOST_16 || offset >= MOST_32 || directorySize >= MOST_32) {
            out.write(end64());
        }
        short number = (short) Math.min(count, MOST_16);
        out.write(little(22)
                .putInt(END)
                .putInt(0)
                .putShort(number)
                .putShort(number)
                .putInt((int) Math.min(directorySize, MOST_32))
                .putInt((int) Math.min(offset, MOST_32))
                .putShort((short) 0)
                .array());
        out.flush();
    }

    private byte[] end64() {
        return little(56 + 20)
                .putInt(END_64)
                .putLong(44)
                .putShort(VERSION_64)
                .putShort(VERSION_64)
                .putInt(0)
                .putInt(0)
                .putLong(count)
                .putLong(count)
                .putLong(directorySize)
                .putLong(offset)
                .putInt(LOCATOR_64)
                .putInt(0)
                .putLong(offset + directorySize)
                .putInt(1)
                .array();
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        directory.close();
    }
}
