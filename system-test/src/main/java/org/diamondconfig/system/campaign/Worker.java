/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.diamondconfig.client.DiamondClient;

/**
 * A client process: one client of the jar, threads that write and read through it by chance, and its listeners. It does what the
 * campaign says on its standard input, a line each, and answers each by a line; it ends with its input.
 *
 * <pre>
 * write          begin to write, or go on                                      writing
 * hush           stop writing, once what was sent is answered                  hushed
 * read           get every key once                                            how many were known
 * dump N URL     read every key of server N's dump, there                      how many answers
 * where          which server answers the client                               base URL, or nobody
 * settle FILE S  wait S seconds for the listeners to hear these versions       settled, or deaf and who
 * </pre>
 */
final class Worker {

    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final int MOST_PAUSE_MILLIS = 150;

    private final Writers writers;
    private final DiamondClient client;
    private final Ears ears;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Writers and readers hold it to read; whoever wants quiet, to write. */
    private final ReadWriteLock quiet = new ReentrantReadWriteLock(true);

    /**
     * What a worker is told at its start.
     *
     * @param name of the client, the same over all its lives
     * @param life counted from 1
     * @param home of the client
     * @param servers as the client sees them
     * @param epoch of the store
     * @param seed of all chance
     */
    record Order(String name, int life, Path home, String servers, String epoch, long seed) {

        List<String> arguments() {
            return List.of(name, Integer.toString(life), home.toString(), servers, epoch, Long.toString(seed));
        }

        static Order of(String[] arguments) {
            return new Order(
                    arguments[0],
                    Integer.parseInt(arguments[1]),
                    Path.of(arguments[2]),
                    arguments[3],
                    arguments[4],
                    Long.parseLong(arguments[5]));
        }

        /** Where the worker writes down what it does. */
        Path history() {
            return home.resolveSibling(name + ".jsonl");
        }
    }

    private Worker(Order order, Recorder recorder) {
        client = DiamondClient.builder()
                .home(order.home())
                .servers(order.servers())
                .app("campaign")
                .build();
        ears = new Ears(recorder);
        ears.listen(client, order.name(), order.life());
        List<URI> servers =
                Arrays.stream(order.servers().split(",")).map(URI::create).toList();
        writers = new Writers(order.name(), client, recorder, servers);
    }

    /** See {@link Order} for the arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Order order = Order.of(arguments);
        try (Recorder recorder = new Recorder(order.history(), order.epoch(), order.life())) {
            new Worker(order, recorder).run(order);
        }
    }

    private void run(Order order) throws IOException, InterruptedException {
        PrintStream out = System.out;
        quiet.writeLock().lock();
        for (int i = 0; i < WRITERS + READERS; i++) {
            Random random = new Random(order.seed() + 1_000L * order.life() + i);
            Step step = i < WRITERS ? writers::write : writers::read;
            Thread thread = new Thread(() -> repeat(step, random), "campaign-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(obey(line.split(" ")));
            }
        }
        ended.countDown();
        ears.close();
        client.close();
    }

    /** One thing that a thread does. */
    private interface Step {
        void take(Random random) throws InterruptedException;
    }

    private void repeat(Step step, Random random) {
        try {
            while (!ended.await(random.nextInt(MOST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                quiet.readLock().lockInterruptibly();
                try {
                    step.take(random);
                } finally {
                    quiet.readLock().unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String obey(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "write" -> {
                quiet.writeLock().unlock();
                yield "writing";
            }
            case "hush" -> {
                quiet.writeLock().lockInterruptibly();
                yield "hushed";
            }
            case "read" -> Integer.toString(writers.getAll());
            case "dump" -> Integer.toString(writers.dumpAll(words[1], URI.create(words[2])));
            case "where" -> client.status().server().map(URI::toString).orElse("nobody");
            case "settle" -> {
                List<String> deaf =
                        ears.settle(finals(Path.of(words[1])), Duration.ofSeconds(Long.parseLong(words[2])));
                yield deaf.isEmpty() ? "settled" : "deaf " + deaf;
            }
            default -> "what is " + words[0];
        };
    }

    private static Map<String, Long> finals(Path file) throws IOException {
        Map<String, Long> versions = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            versions.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
        }
        return versions;
    }
}
