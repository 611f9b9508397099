/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the directory of a zip says of one entry. Immutable.
 *
 * @param name as it was written, whatever it is; never a path
 * @param flags of the format
 * @param method 0 = stored, 8 = deflated
 * @param crc of the content
 * @param packed bytes in the zip
 * @param size bytes of the content
 * @param offset of its own header
 * @param mode of the file as Unix has it; 0 = unknown
 */
public record ZipEntry(String name, int flags, int method, long crc, long packed, long size, long offset, int mode) {

    private static final int ENCRYPTED = 1;
    private static final int FILE_TYPE = 0xf000;
    private static final int LINK = 0xa000;
    private static final int UNIX = 3;
    private static final int SHOWN = 250;

    static ZipEntry of(ByteBuffer fixed, ByteBuffer more, int nameLength) {
        long[] numbers = {
            Integer.toUnsignedLong(fixed.getInt(24)),
            Integer.toUnsignedLong(fixed.getInt(20)),
            Integer.toUnsignedLong(fixed.getInt(42))
        };
        unfold(numbers, more, nameLength);
        boolean unix = fixed.get(5) == UNIX;
        return new ZipEntry(
                text(more, nameLength),
                fixed.getShort(8),
                fixed.getShort(10),
                Integer.toUnsignedLong(fixed.getInt(16)),
                numbers[1],
                numbers[0],
                numbers[2],
                unix ? fixed.getInt(38) >>> 16 : 0);
    }

    /** Puts the numbers of ZIP64 in the place of those that did not fit, in the order that it has them. */
    private static void unfold(long[] numbers, ByteBuffer more, int from) {
        int at = from;
        while (at + 4 <= more.limit()) {
            int id = more.getShort(at);
            int end = at + 4 + Short.toUnsignedInt(more.getShort(at + 2));
            int next = at + 4;
            for (int i = 0; id == ZipWriter.ZIP_64 && i < numbers.length; i++) {
                if (numbers[i] == ZipWriter.MOST_32 && next + Long.BYTES <= Math.min(end, more.limit())) {
                    numbers[i] = more.getLong(next);
                    next += Long.BYTES;
                }
            }
            at = end;
        }
    }

    /** The name in these bytes; what is no UTF-8 becomes signs that no name of ours has. */
    static String text(ByteBuffer bytes, int length) {
        byte[] name = new byte[length];
        bytes.get(0, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Whether it stands for a folder. */
    public boolean isFolder() {
        return name.endsWith("/");
    }

    /** The name for people: without what a terminal or a page could take for more than a name. */
    public String shown() {
        return shown(name);
    }

    /** The same of any name that came in a zip. */
    public static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.chars().limit(SHOWN).forEach(c -> shown.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return shown.toString();
    }

    void checkReadable() throws ArchiveException {
        if ((flags & ENCRYPTED) != 0) {
            throw new ArchiveException("ENCRYPTED", "The entry is encrypted.");
        }
        if ((mode & FILE_TYPE) == LINK) {
            throw new ArchiveException("LINK", "The entry is a link and no file.");
        }
        if (method != 0 && method != ZipWriter.DEFLATED) {
            throw new ArchiveException("METHOD", "The entry is packed in a way that is not known here; use deflate.");
        }
    }
}
