/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.system.history.HistoryFile;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;

/**
 * A process's own part of the history, written as it happens: what it is about to write before it does, and on the disk, synced,
 * whatever was acknowledged before it goes on. So a kill takes nothing away. Thread-safe.
 */
final class Recorder implements AutoCloseable {

    /** Numbers of one life of a process; the next life begins above them. */
    private static final long LIFE = 1_000_000;

    private final FileChannel file;
    private final String epoch;
    private final AtomicLong numbers;

    /** Goes on in this file, in the given life of its process. */
    Recorder(Path file, String epoch, int life) {
        this.epoch = epoch;
        numbers = new AtomicLong(life * LIFE);
        try {
            this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operation that has begun. */
    final class Begun {

        private final String process;
        private final long number = numbers.incrementAndGet();
        private final Act act;
        private final long start;

        private Begun(String process, Act act) {
            this.process = process;
            this.act = act;
            start = System.nanoTime();
        }

        /** It was answered; told without an epoch means: the one that the whole history has. */
        void end(Outcome outcome, long version, String value, Level level) {
            add(new Operation(
                    process,
                    number,
                    act,
                    new Span(start, System.nanoTime()),
                    new Told(outcome, version, value, epoch, level)));
            if (act.kind().writes() && outcome == Outcome.OK) {
                sync();
            }
        }
    }

    /** Notes that it begins; a write is in the file before it is sent. */
    Begun begin(String process, Act act) {
        Begun begun = new Begun(process, act);
        if (act.kind().writes()) {
            Told nothing = new Told(Outcome.UNKNOWN, 0, Operation.ABSENT, epoch, Level.CLIENT);
            add(new Operation(process, begun.number, act, new Span(begun.start, Span.NEVER), nothing));
        }
        return begun;
    }

    private void add(Operation operation) {
        ByteBuffer line = ByteBuffer.wrap(HistoryFile.line(operation));
        try {
            synchronized (this) {
                while (line.hasRemaining()) {
                    file.write(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sync() {
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
