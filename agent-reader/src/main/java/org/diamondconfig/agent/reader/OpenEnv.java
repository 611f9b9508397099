/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.diamondconfig.wire.ConfigKey;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * One opening of the store for reading. It is closed when it is retired and the last one that reads in it has left: memory that
 * is unmapped under a reader would end the process. Values come as arrays, since only lmdbjava's buffers want the JDK opened, and keys go in memory that is used again.
 * Thread-safe: a transaction is taken out of its place by one thread at a time, and goes back.
 */
final class OpenEnv {

    private static final int PLACES = 16;
    /** In LMDB's first two pages, written in turn: the size that the writer maps. */
    private static final int MAP_SIZE = 32;

    private static final int PAGE = 4096;

    private static final int RETIRED = Integer.MIN_VALUE / 2;

    private final Env<Span> env;
    private final Dbi<Span> values;
    private final Object fileKey;
    private final Object lockKey;
    private final AtomicReferenceArray<Seat> idle = new AtomicReferenceArray<>(PLACES);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean retired = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenEnv(Env<Span> env, Object fileKey, Object lockKey) {
        this.env = env;
        this.values = env.openDbi((byte[]) null);
        this.fileKey = fileKey;
        this.lockKey = lockKey;
    }

    static OpenEnv of(Path data) throws IOException {
        Object fileKey = fileKey(data);
        Object lockKey = fileKey(StoreLayout.lock(data));
        try {
            Env<Span> env = Env.create(new Span.Proxy())
                    .setMaxDbs(0)
                    .setMapSize(mapSize(data))
                    .open(data.toFile(), EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOTLS);
            return opened(env, fileKey, lockKey);
        } catch (LmdbException e) {
            throw new IOException(data + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    private static OpenEnv opened(Env<Span> env, Object fileKey, Object lockKey) {
        try {
            return new OpenEnv(env, fileKey, lockKey);
        } catch (RuntimeException e) {
            env.close();
            throw e;
        }
    }

    private static Object fileKey(Path data) throws IOException {
        return Files.readAttributes(data, BasicFileAttributes.class).fileKey();
    }

    private static long mapSize(Path data) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "r")) {
            file.seek(MAP_SIZE);
            long first = Long.reverseBytes(file.readLong());
            file.seek(PAGE + MAP_SIZE);
            long size = Math.max(first, Long.reverseBytes(file.readLong()));
            if (size <= 0) {
                throw new IOException(data + ": not a store");
            }
            return size;
        }
    }

    boolean replaced(Path data) {
        try {
            return !Objects.equals(fileKey, fileKey(data));
        } catch (IOException e) {
            // The agent is making it anew at this moment; the old one is good until then.
            return false;
        }
    }

    /**
     * Whether another one may be opened while this one is read: if both files are others. Of one file, closing the first would take the
     * second's locks along, and free the place where it says what it reads.
     */
    boolean standsAside(Path data) {
        try {
            return !retired.get()
                    && !Objects.equals(fileKey, fileKey(data))
                    && !Objects.equals(lockKey, fileKey(StoreLayout.lock(data)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether one may read; each true is followed by {@link #leave}. */
    boolean enter() {
        if (inside.getAndIncrement() >= 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (inside.decrementAndGet() == RETIRED) {
            shut();
        }
    }

    /** Nobody enters any more. Harmless if repeated. */
    void retire() {
        if (retired.compareAndSet(false, true) && inside.addAndGet(RETIRED) == RETIRED) {
            shut();
        }
    }

    /** Waits until the last one has left and it is closed; nobody who is inside may wait. */
    void awaitClosed() {
        boolean interrupted = false;
        while (closed.getCount() > 0) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void shut() {
        try {
            if (!env.isClosed()) {
                close();
            }
        } finally {
            closed.countDown();
        }
    }

    private void close() {
        for (int i = 0; i < PLACES; i++) {
            Seat seat = idle.getAndSet(i, null);
            if (seat != null) {
                seat.txn.close();
            }
        }
        env.close();
    }

    /** A transaction, and the memory for what is looked up in it. */
    private record Seat(Txn<Span> txn, Span key) {}

    /** The record of a key; null if there is none. */
    byte[] get(ConfigKey key) {
        int place = (int) (Thread.currentThread().getId() & (PLACES - 1));
        Seat seat = taken(place);
        try {
            Span found = values.get(seat.txn, seat.key.of(key));
            return found == null ? null : found.taken();
        } finally {
            rest(seat, place);
        }
    }

    /** One that rests, the thread's own if it can be; else another one. */
    private Seat taken(int place) {
        for (int i = 0; i < PLACES; i++) {
            int at = (place + i) & (PLACES - 1);
            Seat seat = idle.get(at) == null ? null : idle.getAndSet(at, null);
            if (seat != null) {
                return begun(seat);
            }
        }
        return new Seat(env.txnRead(), Span.ofKeys());
    }

    private static Seat begun(Seat rested) {
        try {
            rested.txn.renew();
            return rested;
        } catch (RuntimeException e) {
            rested.txn.close();
            throw e;
        }
    }

    /** A transaction at rest keeps no page of an old version. One that is closed at rest would keep its place in the lock file. */
    private void rest(Seat seat, int place) {
        seat.txn.reset();
        for (int i = 0; i < PLACES; i++) {
            if (idle.compareAndSet((place + i) & (PLACES - 1), null, seat)) {
                return;
            }
        }
        begun(seat).txn.close();
    }
}
