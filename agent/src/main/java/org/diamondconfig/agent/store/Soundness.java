/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What can be said of an LMDB file before LMDB maps it. A file that ends before its last page, or whose pages lead astray, would
 * end the process that follows them; so lengths are compared here, and a mark stands beside the file while it is gone through: if
 * it is found at a start, the last start may have died of this file. It may also have been killed, so the mark grows by a byte a
 * start, and only the second one counts.
 */
final class Soundness {

    private static final int TRIES = 2;
    private static final int MAGIC = 0xBEEFC0DE;
    private static final int PAGE_HEADER = 16;
    private static final int META = 152;
    private static final int LAST_PAGE = PAGE_HEADER + 8 + 8 + 8 + 2 * 48;
    private static final int PAGE_SIZE = PAGE_HEADER + 8 + 8 + 8;

    private Soundness() {}

    static Path mark(Path data) {
        return data.resolveSibling(data.getFileName() + ".checking");
    }

    /** Says that it is gone through now, for whoever comes after an end in the middle of that. */
    static void begun(Path data) throws IOException {
        Files.write(mark(data), new byte[] {1}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long triedInVain(Path data) throws IOException {
        return Files.exists(mark(data)) ? Files.size(mark(data)) : 0;
    }

    /** Whether LMDB may look at it. */
    static boolean opens(Path data) throws IOException {
        if (triedInVain(data) >= TRIES) {
            return false;
        }
        try (FileChannel file = FileChannel.open(data, StandardOpenOption.READ)) {
            long length = file.size();
            int page = meta(file, 0).getInt(PAGE_SIZE);
            if (page < 512 || page > 65536 || Integer.bitCount(page) != 1 || length < 2L * page) {
                return false;
            }
            long last = 0;
            for (int i = 0; i < 2; i++) {
                ByteBuffer meta = meta(file, (long) i * page);
                if (meta.getInt(PAGE_HEADER) != MAGIC) {
                    return false;
                }
                last = Math.max(last, meta.getLong(LAST_PAGE));
            }
            return last >= 1 && last < length / page;
        }
    }

    private static ByteBuffer meta(FileChannel file, long offset) throws IOException {
        ByteBuffer meta = ByteBuffer.allocate(META).order(ByteOrder.LITTLE_ENDIAN);
        while (meta.hasRemaining() && file.read(meta, offset + meta.position()) >= 0) {
            // Until it is full, or the file is at its end.
        }
        return meta.clear();
    }
}
