/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.diamondconfig.agent.AgentMain;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;

/**
 * The smallest heap in which an agent does all that its tests ask of it, and what it then takes of memory: many keys, a prefix, a
 * large value, mirrors, scripts, keys that are asked for, changes of all of them, and a start over what is there.
 */
public final class HeapBench {

    private static final int MOST_MIB = 32;
    private static final int LEAST_MIB = 4;
    private static final int STEP_MIB = 2;
    private static final int BELOW = 100;
    private static final int ASKED = 50;
    private static final int CHANGED = 200;
    private static final ConfigKey LARGE = ConfigKey.of("shop", "large.txt");
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final long LOOK_NANOS = 20_000_000;

    private final Path folder;
    private final int keys;
    private final int largest;
    private final FakeDiamond diamond;

    private HeapBench(Path folder, int keys, int largest, FakeDiamond diamond) {
        this.folder = folder;
        this.keys = keys;
        this.largest = largest;
        this.diamond = diamond;
    }

    /**
     * Tries smaller and smaller heaps, each with an agent of its own.
     *
     * @param keys followed one by one, of 1 KiB each
     * @param largest size of the large value, in KiB
     */
    public static Ledger run(Path store, int keys, int largest) throws IOException {
        int smallest = MOST_MIB + STEP_MIB;
        double resident = 0;
        for (int heap = MOST_MIB; heap >= LEAST_MIB; heap -= STEP_MIB) {
            OptionalDouble passed = tried(Files.createDirectory(store.resolve("heap" + heap)), heap, keys, largest);
            System.out.println("heap of " + heap + " MiB: " + (passed.isPresent() ? "passes" : "does not pass"));
            if (passed.isEmpty()) {
                break;
            }
            smallest = heap;
            resident = passed.getAsDouble();
        }
        return new Ledger("agent heap " + keys, "largest value " + largest + " KiB", Instant.now())
                .add(Figure.of("smallest heap that passes", "MiB", smallest, Bound.atMost(MOST_MIB)))
                .add(Figure.of("resident memory with it", "MiB", resident, Bound.REPORTED));
    }

    private static OptionalDouble tried(Path folder, int heap, int keys, int largest) throws IOException {
        try (FakeDiamond diamond = new FakeDiamond().start()) {
            HeapBench bench = new HeapBench(folder, keys, largest << 10, diamond);
            return bench.passes(bench.setup(), heap);
        }
    }

    private static ConfigKey below(int i) {
        return ConfigKey.of("shop", "flags/f" + i);
    }

    private static ConfigKey asked(int i) {
        return ConfigKey.of("shop", "asked/a" + i);
    }

    private String large(char letter) {
        return String.valueOf(letter).repeat(largest);
    }

    private Path setup() throws IOException {
        Path scripts = Files.createDirectory(folder.resolve("scripts"));
        Path mirrors = Files.createDirectory(folder.resolve("mirrors"));
        Path script = Files.writeString(scripts.resolve("public#shop#flags.sh"), "cat \"$DIAMOND_FILE\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rwx------"));
        StringBuilder lines = new StringBuilder("prefix = public/shop/flags/\nscripts = " + scripts + '\n');
        for (int i = 0; i < keys; i++) {
            diamond.publish(Shelf.key(i), Shelf.content(i));
            lines.append("key = ").append(Shelf.key(i)).append('\n');
        }
        for (int i = 0; i < BELOW; i++) {
            diamond.publish(below(i), "off");
        }
        for (int i = 0; i < ASKED; i++) {
            diamond.publish(asked(i), "asked");
        }
        diamond.publish(LARGE, large('a'));
        lines.append("[mirror]\ncluster = main\nkey = " + LARGE + "\nfile = " + folder.resolve("large") + '\n')
                .append("[mirror]\ncluster = main\nprefix = public/shop/flags/\nfolder = " + mirrors + '\n');
        return Files.writeString(
                folder.resolve("agent.conf"), Shelf.setup(folder, diamond.uri().toString(), lines.toString()));
    }

    /** The resident memory after the first part, if both parts come to a good end. */
    private OptionalDouble passes(Path setup, int heap) throws IOException {
        AgentReader reader = AgentReader.ofFiles(folder, Shelf.CLUSTER);
        OptionalDouble resident;
        try (Talk agent = Talk.java(AgentMain.class, options(heap), setup)) {
            boolean good = within(agent, () -> has(reader, Shelf.key(keys - 1), Shelf.content(keys - 1)))
                    && within(agent, () -> has(reader, LARGE, large('a')))
                    && within(agent, () -> has(reader, below(BELOW - 1), "off"))
                    && change()
                    && within(agent, () -> answered(reader))
                    && within(agent, () -> changed(reader))
                    && within(agent, () -> has(reader, LARGE, large('b')))
                    && within(agent, () -> size(folder.resolve("large")) == largest)
                    && within(agent, () -> size(folder.resolve("mirrors/f" + (BELOW - 1))) == 2);
            resident = good ? OptionalDouble.of(RestBench.resident(agent.pid())) : OptionalDouble.empty();
        }
        diamond.publish(LARGE, large('c'));
        try (Talk agent = Talk.java(AgentMain.class, options(heap), setup)) {
            boolean again = within(agent, () -> has(reader, LARGE, large('c')));
            return again ? resident : OptionalDouble.empty();
        }
    }

    /** As the unit file starts it; what it has no room for ends it. */
    private static List<String> options(int heap) {
        List<String> options = new ArrayList<>(Shelf.AGENT_JVM);
        options.removeIf(option -> option.startsWith("-Xmx"));
        options.addAll(List.of("-Xmx" + heap + "m", "-XX:+ExitOnOutOfMemoryError"));
        return options;
    }

    private boolean change() {
        for (int i = 0; i < Math.min(CHANGED, keys); i++) {
            diamond.publish(Shelf.key(i), "changed " + i);
        }
        for (int i = 0; i < BELOW; i++) {
            diamond.publish(below(i), "on");
        }
        diamond.publish(LARGE, large('b'));
        return true;
    }

    private boolean changed(AgentReader reader) {
        for (int i = 0; i < Math.min(CHANGED, keys); i++) {
            if (!has(reader, Shelf.key(i), "changed " + i)) {
                return false;
            }
        }
        return has(reader, below(BELOW - 1), "on");
    }

    private static boolean answered(AgentReader reader) {
        for (int i = 0; i < ASKED; i++) {
            if (reader.getNow(asked(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(AgentReader reader, ConfigKey key, String content) {
        return reader.find(key).filter(found -> found.content().equals(content)).isPresent();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /** Whether it comes true while the agent lives. */
    private static boolean within(Talk agent, BooleanSupplier wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!wanted.getAsBoolean()) {
            if (!agent.isAlive() || System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return agent.isAlive();
    }
}
