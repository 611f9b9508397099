/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;

/**
 * What the index remembers of a content without holding it. Immutable.
 *
 * @param md5High first eight bytes of the md5 of the content
 * @param md5Low last eight bytes of it
 * @param length in bytes
 * @param checksum CRC-32C of the file's bytes: tells a torn or swapped file
 * @param type what the content is written in
 */
public record Body(long md5High, long md5Low, int length, int checksum, ConfigType type) {

    private static final HexFormat HEX = HexFormat.of();

    /** What is to be remembered of this content. */
    public static Body of(byte[] content, ConfigType type) {
        byte[] md5 = Md5.digest(content);
        return new Body(toLong(md5, 0), toLong(md5, Long.BYTES), content.length, checksum(content), type);
    }

    /** The md5 as 32 lower-case hex characters. */
    public String md5() {
        return HEX.toHexDigits(md5High) + HEX.toHexDigits(md5Low);
    }

    /** Whether these are the bytes that were described. */
    boolean describes(byte[] bytes) {
        return bytes.length == length && checksum(bytes) == checksum;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static long toLong(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return value;
    }
}
