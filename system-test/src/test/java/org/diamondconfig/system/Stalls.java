/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How long the machine was not there for a test, while something was measured: a bound that is promised stays what it is, and to it comes
 * what others took from the machine meanwhile. Of two signs the larger one counts, for both tell of the same time:
 *
 * <ul>
 *   <li>the ticks of a thread that come late, each by how much: the whole machine stood, or this process did;
 *   <li>the work that others did on the cores, or their host, parted by the number of cores: so much sooner it had been done alone. The
 *       processes of this test are none of them: this JVM and all that it started.
 * </ul>
 *
 * <p>A machine that is slow by itself shows in neither; a bound needs room for that of its own. Thread-safe.
 */
final class Stalls implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(10);

    /** A thread that is woken in time comes a bit late all the same. */
    private static final Duration TELLING = Duration.ofMillis(1);

    /** What a machine tells of its time and work since whenever. */
    interface Machine {

        long nanos();

        /** What all processes have worked, on all cores together. */
        Duration work();

        /** What this test's have of it. */
        Duration ownWork();

        int cores();
    }

    private final Machine machine;
    private final long workOfOthers;
    private volatile boolean closed;

    /** Guarded by this, as the next. */
    private long ticked;

    private long late;

    Stalls(Machine machine) {
        this.machine = machine;
        workOfOthers = workOfOthers();
        ticked = machine.nanos();
    }

    /** Of this machine, from now on until it is closed. */
    static Stalls watch() {
        Stalls stalls = new Stalls(new Linux());
        Link.start("diamond-test-stalls", stalls::run);
        return stalls;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(TICK.toNanos());
            tick();
        }
    }

    /** One more tick; what goes beyond the time of one since the last, the machine was away. */
    synchronized void tick() {
        long now = machine.nanos();
        long over = now - ticked - TICK.toNanos();
        late += over > TELLING.toNanos() ? over : 0;
        ticked = now;
    }

    private long workOfOthers() {
        return machine.work().minus(machine.ownWork()).toNanos();
    }

    /** What was lost until now. */
    Duration soFar() {
        tick();
        long taken = (workOfOthers() - workOfOthers) / Math.max(1, machine.cores());
        synchronized (this) {
            return Duration.ofNanos(Math.max(late, taken));
        }
    }

    /** What may pass until now of what is promised to take at most so long. */
    Duration over(Duration promised) {
        return promised.plus(soFar());
    }

    @Override
    public void close() {
        closed = true;
    }

    /** By {@code /proc}; another system tells of no work at all. */
    private static final class Linux implements Machine {

        private static final long JIFFY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        private static final Path STAT = Path.of("/proc/stat");

        /** Where in {@code /proc/stat} cores neither idle nor wait for a disk: user, nice, system, irq, softirq, steal. */
        private static final int[] AT_WORK = {1, 2, 3, 6, 7, 8};

        /** Where behind the name in {@code /proc/<pid>/stat} a process has worked: itself, and what it started and has ended. */
        private static final int[] OF_PROCESS = {11, 12, 13, 14};

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Duration work() {
            String all = text(STAT);
            return sum(all.lines().findFirst().orElse(""), AT_WORK);
        }

        @Override
        public Duration ownWork() {
            return Stream.concat(
                            Stream.of(ProcessHandle.current()),
                            ProcessHandle.current().descendants())
                    .map(process -> text(Path.of("/proc", Long.toString(process.pid()), "stat")))
                    .map(stat -> sum(stat.substring(stat.lastIndexOf(')') + 1).strip(), OF_PROCESS))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public int cores() {
            // All whose work is told, which a container may have a part of.
            return Math.toIntExact(
                    text(STAT).lines().filter(line -> line.matches("cpu\\d.*")).count());
        }

        private static Duration sum(String line, int... places) {
            String[] words = line.split("\\s+");
            LongStream jiffies = Arrays.stream(places)
                    .filter(place -> place < words.length)
                    .mapToLong(place -> Long.parseLong(words[place]));
            return Duration.ofNanos(jiffies.sum() * JIFFY_NANOS);
        }

        /** Empty if it is not there, as of a process that has ended. */
        private static String text(Path file) {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (IOException gone) {
                return "";
            }
        }
    }
}
