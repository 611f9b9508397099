/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
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

    LabelNotes(Path folder) {
        this.file = folder.resolve(Labels.FILE);
        this.next = folder.resolve(Labels.FILE + ".next");
        this.before = Labels.read(folder);
        try {
            this.out = Files.newBufferedWriter(next);
        } catch (IOException e) {
            throw Tree.failed(next, e);
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
            out.close();
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Tree.failed(file, e);
        }
    }

    /** Without an end nothing was noted. */
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(next);
        } catch (IOException e) {
            throw Tree.failed(next, e);
        }
    }
}
