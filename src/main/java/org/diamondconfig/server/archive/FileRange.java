/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some bytes in the middle of a file, as a stream that leaves the file's own position alone. Confined to one thread. */
final class FileRange extends InputStream {

    private final FileChannel file;
    private final long end;
    private long at;

    FileRange(FileChannel file, long from, long length) {
        this.file = file;
        at = from;
        end = from + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at >= end) {
            return -1;
        }
        int read = file.read(ByteBuffer.wrap(bytes, from, (int) Math.min(length, end - at)), at);
        if (read > 0) {
            at += read;
        }
        return read;
    }
}
