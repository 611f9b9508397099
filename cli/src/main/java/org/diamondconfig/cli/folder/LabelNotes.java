/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;

/**
 * Labels being noted beside those that a folder has: what was noted takes their place at the end, and only where it is about the
 * same keys; without an end they stay as they are. Confined to one thread.
 */
final class LabelNotes implements AutoCloseable {

    private final Path file;
    private final Path next;
    private final Labels before;
    private final BufferedWriter out;
    private boolean ended;

    LabelNotes(Path folder) {
        this.file = folder.resolve(Labels.FILE);
        this.next = folder.resolve(Labels.FILE + ".next");
        this.before = Labels.read(folder);
        try {
            this.out = begun(FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw Tree.failed(next, e);
        }
    }

    /** Nobody else has it, so nobody else writes into the folder. */
    private BufferedWriter begun(FileChannel channel) throws IOException {
        if (!isOurs(channel)) {
            channel.close();
            throw new Refused(Exit.CONFLICT, "another export writes into " + file.getParent());
        }
        channel.truncate(0);
        return new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    private static boolean isOurs(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true; // a disk without locks, on which nobody can tell
        }
    }

    /** Those of a row of a search, or that there are none. */
    void note(ConfigKey key, Map<String, Object> row) {
        before.forget(key);
        write(key, Labels.labels(row));
    }

    private void write(ConfigKey key, Map<String, Object> labels) {
        Labels.line(key, labels).ifPresent(line -> {
            try {
                out.write(line);
                out.newLine();
            } catch (IOException e) {
                throw Tree.failed(next, e);
            }
        });
    }

    /** All is noted. */
    void end() {
        before.forEach(this::write);
        try {
            out.flush();
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            ended = true;
        } catch (IOException e) {
            throw Tree.failed(file, e);
        }
    }

    /** Without an end nothing was noted. The file is ours until it has gone from its place. */
    @Override
    public void close() {
        try (out) {
            if (!ended) {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw Tree.failed(next, e);
        }
    }
}
