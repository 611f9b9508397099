/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The few things this package does to a disk, each of which a test can make fail. Thread-safe. */
interface Disk {

    /** Creates a file with this content, and its folders; an existing one is refused. */
    void create(Path file, byte[] content) throws IOException;

    /** Renames a file to a name that is free; it never overwrites. */
    void move(Path from, Path to) throws IOException;

    /** Renames a file over another one, at once. */
    void replace(Path from, Path to) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(Path file) throws IOException;

    /**
     * Reads a whole file, never through a link.
     *
     * @throws NotPlainFile if something else than a file of at most this length stands there
     */
    byte[] read(Path file, long atMost) throws IOException;

    /** What is in a folder, but for links and what is neither a file nor a folder; nothing if it is not there. */
    List<Found> list(Path folder) throws IOException;

    /** A plain file or folder as it is now; empty if there is none. */
    Optional<Found> look(Path file) throws IOException;

    /** Makes a file or the names in a folder survive a power cut. */
    void sync(Path fileOrFolder) throws IOException;

    /** Opens a file for adding at its end; it is created if it is not there, with its folders. */
    Appender append(Path file) throws IOException;

    /** Takes a folder for this process alone, until the answer is closed. */
    Closeable lock(Path folder) throws IOException;

    /**
     * What was found at a path.
     *
     * @param changed when its content was last changed, by the machine's clock
     * @param identity tells it from any other that takes its name; null where the file system has none
     */
    record Found(Path file, boolean folder, Instant changed, Object identity) {}

    /** A file that grows at its end. */
    interface Appender extends Closeable {

        void write(ByteBuffer bytes) throws IOException;

        void truncate(long length) throws IOException;

        void sync() throws IOException;
    }

    /** What stands at a path is not the plain file that was expected: a link, a folder, a pipe, or too long. */
    final class NotPlainFile extends IOException {

        private static final long serialVersionUID = 1;

        NotPlainFile(String message) {
            super(message);
        }
    }
}
