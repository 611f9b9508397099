/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.diamondconfig.bench.cli.Tool.Took;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.system.Node;

/**
 * Import and export of many configurations, one command each in a heap of {@value #HEAP}, against the batch API over one
 * connection, in turn; the time of a command is all of it, from its start. The API's rate is taken of a quarter of as many, so that a
 * round takes less time, but of {@value #ENOUGH} at least.
 *
 * <p>No file is deleted before all is measured: ext4 looks through the inodes that came free in the last minutes at every file that is
 * made, which then takes ten times as long, and would be told of the command.
 */
public final class FolderBench {

    private static final String HEAP = "64m";
    private static final int WARM_UP = 2_000;
    private static final int ENOUGH = 10_000;
    private static final int PART = 4;
    private static final Duration LATELY = Duration.ofSeconds(35);
    private static final Bound HALF = Bound.atLeast(0.5);

    private final Path folders;
    private final int size;
    private final int part;
    private final Tool tool;
    private final Batches batches;
    private final List<Double> resident = new ArrayList<>();
    private Path files;
    private int imported;
    private int exported;
    private int published;
    private int found;

    private FolderBench(Path folders, int size, Tool tool, Batches batches) {
        this.folders = folders;
        this.size = size;
        this.part = Math.min(size, Math.max(ENOUGH, size / PART));
        this.tool = tool;
        this.batches = batches;
    }

    /** Measures so many rounds of so many configurations at this server, which is started here. */
    public static Ledger run(Path home, Node server, int rounds, int size) {
        server.start();
        Path folders = home.resolve("folders");
        try (Batches batches = new Batches(server)) {
            return new FolderBench(folders, size, new Tool(home, server), batches).measure(rounds);
        } finally {
            delete(folders);
        }
    }

    private Ledger measure(int rounds) {
        warmUp();
        Pairs in = Pairs.measure(rounds, this::importOne, () -> part / batches.publish("batch-" + published++, part));
        settle();
        Pairs out = Pairs.measure(rounds, this::exportOne, () -> part / batches.find("batch-" + found++, part));
        List<Double> reads = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            reads.add(part / batches.read("batch-" + round, part));
        }
        return new Ledger("cli folders " + size, rounds + " rounds, -Xmx" + HEAP, Instant.now())
                .add("import / batch publish", "1/s", in, HALF)
                .add("export / search and batch read", "1/s", out, HALF)
                .add(Figure.told("batch read of names that are known", "1/s", Sample.of(reads)))
                .add(Figure.told("most resident memory of a command", "MiB", Sample.of(resident)));
    }

    /** The server's code, and the classes that the script has kept. */
    private void warmUp() {
        batches.publish("warm", WARM_UP);
        batches.find("warm", WARM_UP);
        tool.run(HEAP, "export", folders.resolve("warm").toString(), "-g", "warm");
        resident.clear();
    }

    /** What was imported is on the disk, and no longer among what changed lately, which a server looks at once a second. */
    private static void settle() {
        try {
            new ProcessBuilder("sync").start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        LockSupport.parkNanos(LATELY.toNanos());
    }

    private double importOne() {
        return rate("import", files("files-" + imported++).toString());
    }

    private double exportOne() {
        Path folder = folders.resolve("out-" + exported);
        double rate = rate("export", folder.toString(), "-g", "files-" + exported++);
        long written = count(folder.resolve("public"));
        if (written != size) {
            throw new IllegalStateException(written + " files of " + size + " configurations");
        }
        return rate;
    }

    private double rate(String... arguments) {
        Took took = tool.run(HEAP, arguments);
        resident.add(took.resident() / 1048576.0);
        return size / took.seconds();
    }

    /** The files of a group: those of the one before, under its name. */
    private Path files(String group) {
        try {
            Path folder = Files.createDirectories(folders.resolve("in/public"));
            if (files == null) {
                files = Files.createDirectory(folder.resolve(group));
                for (int i = 0; i < size; i++) {
                    Files.writeString(files.resolve(Batches.dataId(i)), Batches.content(i));
                }
            }
            files = Files.move(files, folder.resolve(group));
            return folder.getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
