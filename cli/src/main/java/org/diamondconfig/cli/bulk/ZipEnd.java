/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The end of a zip without a comment: the record that says how many files there are, by which a zip is known to be whole.
 *
 * <pre>
 * ... | PK 6 6, ZIP64: 56 bytes, files at 32 | PK 6 7: where that is, at 8; 20 bytes | PK 5 6: 22 bytes, files at 10
 * </pre>
 */
final class ZipEnd {

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MANY = 0xFFFF;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;

    private ZipEnd() {}

    /** How many files are in it; -1 if it has no such end. */
    static long files(FileChannel zip) throws IOException {
        long end = zip.size() - END_LENGTH;
        ByteBuffer last = read(zip, end, END_LENGTH);
        if (last.limit() < END_LENGTH || last.getInt(0) != END || last.getShort(END_LENGTH - 2) != 0) {
            return -1;
        }
        int few = Short.toUnsignedInt(last.getShort(10));
        return few == MANY ? many(zip, end) : few;
    }

    private static long many(FileChannel zip, long end) throws IOException {
        ByteBuffer locator = read(zip, end - LOCATOR_LENGTH, LOCATOR_LENGTH);
        if (locator.limit() < LOCATOR_LENGTH || locator.getInt(0) != LOCATOR) {
            return MANY; // exactly so many
        }
        ByteBuffer last = read(zip, locator.getLong(8), END_64_LENGTH);
        return last.limit() < END_64_LENGTH || last.getInt(0) != END_64 ? -1 : last.getLong(32);
    }

    /** What is there of so many bytes. */
    private static ByteBuffer read(FileChannel zip, long place, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int got = place < 0 ? -1 : 0;
        while (got >= 0 && bytes.hasRemaining()) {
            got = zip.read(bytes, place + bytes.position());
        }
        return bytes.flip();
    }
}
