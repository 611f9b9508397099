/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A disk that writes down what is done to it, and can be killed at a step or made to refuse every change. */
final class FaultyDisk implements Disk {

    /** The process ends here, as if by kill -9. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Disk disk;
    private final List<String> steps = new ArrayList<>();
    private int killAt = Integer.MAX_VALUE;
    private boolean full;

    FaultyDisk(Disk disk) {
        this.disk = disk;
    }

    /** Kills at the n-th change from now, in its middle if it has one. */
    FaultyDisk killAt(int step) {
        killAt = steps.size() + step;
        return this;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    /** What was done, as {@code move name@1.tmp}. */
    List<String> steps() {
        return List.copyOf(steps);
    }

    private boolean step(String what, Path file) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        steps.add(what + ' ' + file.getFileName());
        return steps.size() >= killAt;
    }

    private void stepOrDie(String what, Path file) throws IOException {
        if (step(what, file)) {
            throw new Killed();
        }
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        boolean killed = step("create", file);
        disk.create(file, killed ? Arrays.copyOf(content, content.length / 2) : content);
        dieIf(killed);
    }

    private static void dieIf(boolean killed) {
        if (killed) {
            throw new Killed();
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        stepOrDie("move", from);
        disk.move(from, to);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        stepOrDie("replace", from);
        disk.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (!full) {
            stepOrDie("delete", file);
        }
        disk.delete(file);
    }

    @Override
    public byte[] read(Path file, long atMost) throws IOException {
        return disk.read(file, atMost);
    }

    @Override
    public List<Found> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public Optional<Found> look(Path file) throws IOException {
        return disk.look(file);
    }

    @Override
    public void sync(Path fileOrFolder) throws IOException {
        stepOrDie("sync", fileOrFolder);
        disk.sync(fileOrFolder);
    }

    @Override
    public Closeable lock(Path folder) throws IOException {
        return disk.lock(folder);
    }

    @Override
    public Appender append(Path file) throws IOException {
        Appender appender = disk.append(file);
        return new Appender() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                boolean killed = step("append", file);
                if (killed) {
                    bytes.limit(bytes.position() + bytes.remaining() / 2);
                }
                appender.write(bytes);
                dieIf(killed);
            }

            @Override
            public void truncate(long length) throws IOException {
                appender.truncate(length);
            }

            @Override
            public void sync() throws IOException {
                stepOrDie("sync", file);
                appender.sync();
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
    }
}
