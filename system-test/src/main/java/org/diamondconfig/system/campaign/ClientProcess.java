/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as the campaign sees it: a process that is started, told what to do, and killed. Confined to one thread. */
final class ClientProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Worker.Order order;
    private Process process;
    private Writer in;
    private BlockingQueue<String> answers;

    /** Starts its first life. */
    ClientProcess(Worker.Order order) {
        this.order = order;
        start(order);
    }

    private void start(Worker.Order life) {
        order = life;
        // Surefire starts the tests with a jar that only names the class path.
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                path,
                Worker.class.getName()));
        command.addAll(life.arguments());
        Path log = life.home().resolveSibling(life.name() + ".log");
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = process.outputWriter(StandardCharsets.UTF_8);
        answers = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(process, answers), "campaign-answers-of-" + name());
        reader.setDaemon(true);
        reader.start();
        expect("ready", PATIENCE);
    }

    private static void read(Process process, BlockingQueue<String> answers) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                answers.add(line);
            }
        } catch (IOException ended) {
            // With its process.
        }
    }

    String name() {
        return order.name();
    }

    long pid() {
        return process.pid();
    }

    boolean running() {
        return process.isAlive();
    }

    /** Where it writes down what it does. */
    Path history() {
        return order.history();
    }

    /** Says it and waits for exactly this answer. */
    void tell(String line, String expected) {
        say(line);
        expect(expected, PATIENCE);
    }

    /** Says it and answers the answer. */
    String ask(String line) {
        say(line);
        return answer(PATIENCE);
    }

    /** Says it, to be answered later. */
    void say(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " does not hear '" + line + "'", e);
        }
    }

    private void expect(String expected, Duration patience) {
        String answer = answer(patience);
        if (!answer.equals(expected)) {
            throw new IllegalStateException(name() + " answers '" + answer + "', '" + expected + "' was expected");
        }
    }

    /** The next answer. */
    String answer(Duration patience) {
        try {
            String answer = answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new IllegalStateException(name() + " gives no answer within " + patience
                        + (running() ? "" : ": it ended with " + process.exitValue()));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as a crash does (SIGKILL). Nothing of it runs when this returns. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** The next life of the same client, with the same home, perhaps with other servers. */
    void restart(String servers) {
        start(new Worker.Order(order.name(), order.life() + 1, order.home(), servers, order.epoch(), order.seed()));
    }

    /** Ends it in good order. */
    void stop() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " of " + name() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
