/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.diamondconfig.wire.Md5;

/**
 * A record as bytes, all numbers big-endian:
 *
 * <pre>
 *  0  u8   format, 1                 8  u32  length of the content      32  16 bytes, md5 of the content; 0 if absent
 *  1  u8   1 present, 0 absent      12  u32  CRC-32 of all but these    48  content, then type, cluster,
 *  2  u16  length of the type       16  u64  version                        namespace NUL group NUL dataId
 *  4  u16  length of the cluster    24  u64  when written, ms of 1970
 *  6  u16  length of the names
 * </pre>
 *
 * <p>The checksum is for the agent, who checks its store at each start, and for files; what LMDB hands to a reader is whole.
 */
public final class RecordLayout {

    /** Where the content begins. */
    public static final int CONTENT = 48;

    private static final byte FORMAT = 1;
    private static final int CHECKSUM = 12;
    private static final int VERSION = 16;
    private static final int MD5 = 32;

    private RecordLayout() {}

    /** The bytes of a record. */
    public static byte[] encode(StoreRecord told) {
        byte[] content = told.content().getBytes(StandardCharsets.UTF_8);
        byte[] type = told.type().getBytes(StandardCharsets.UTF_8);
        byte[] cluster = told.cluster().getBytes(StandardCharsets.UTF_8);
        byte[] names = StoreLayout.key(told.key());
        ByteBuffer out = ByteBuffer.allocate(CONTENT + content.length + type.length + cluster.length + names.length);
        out.put(FORMAT).put((byte) (told.present() ? 1 : 0));
        out.putShort((short) type.length).putShort((short) cluster.length).putShort((short) names.length);
        out.putInt(content.length).putInt(0);
        out.putLong(told.version()).putLong(told.written().toEpochMilli());
        out.put(told.present() ? Md5.parse(told.md5()) : new byte[CONTENT - MD5]);
        out.put(content).put(type).put(cluster).put(names);
        return out.putInt(CHECKSUM, checksum(out.array())).array();
    }

    /**
     * The record in these bytes.
     *
     * @throws IllegalArgumentException if it is not one, or not whole
     */
    public static StoreRecord decode(byte[] bytes) {
        if (bytes.length < CONTENT || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("record: not one of format " + FORMAT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int type = in.getShort(2) & 0xffff;
        int cluster = in.getShort(4) & 0xffff;
        int names = in.getShort(6) & 0xffff;
        int content = in.getInt(8);
        if (content < 0 || (long) CONTENT + content + type + cluster + names != bytes.length) {
            throw new IllegalArgumentException("record: its lengths do not fit");
        }
        if (in.getInt(CHECKSUM) != checksum(bytes)) {
            throw new IllegalArgumentException("record: its checksum is wrong");
        }
        int at = CONTENT + content;
        byte[] key = new byte[names];
        System.arraycopy(bytes, at + type + cluster, key, 0, names);
        return new StoreRecord(
                text(bytes, at + type, cluster),
                StoreLayout.key(key),
                version(bytes),
                present(bytes) ? HexFormat.of().formatHex(bytes, MD5, CONTENT) : Md5.NOTHING,
                text(bytes, at, type),
                text(bytes, CONTENT, content),
                Instant.ofEpochMilli(in.getLong(24)));
    }

    private static String text(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, CHECKSUM);
        crc.update(bytes, VERSION, bytes.length - VERSION);
        return (int) crc.getValue();
    }

    static boolean present(byte[] bytes) {
        return bytes[1] == 1;
    }

    static int contentLength(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(8);
    }

    static long version(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(VERSION);
    }
}
