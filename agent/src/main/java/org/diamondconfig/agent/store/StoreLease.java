/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** The right to write a store, which one process has at a time; the kernel gives it back when that dies, however it dies. */
public final class StoreLease implements AutoCloseable {

    private final FileChannel channel;

    private StoreLease(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param setup the file that the agent was started with, for the words of whoever comes second
     * @throws StoreTaken if another process has it
     */
    public static StoreLease take(Path store, Path setup) throws IOException {
        Path file = store.resolve("agent.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = locked(channel);
            if (lock == null) {
                throw new StoreTaken(store + ": kept by another agent: "
                        + Files.readString(file).strip());
            }
            String words =
                    "process " + ProcessHandle.current().pid() + " with " + setup + " since " + Instant.now() + '\n';
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)));
            return new StoreLease(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
