/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.wire.Md5;

/** Faults that many make together, which only the long campaign plays. Stateless. */
final class Crowds {

    private static final String GROUP = "crowd";
    private static final String LOOK =
            "GET /diamond-server/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int SECONDS = 10;
    private static final int SPARE = 20;
    private static final int GUESTS = 100;
    private static final int SLOW = 500;
    private static final int ASKED = 10;
    private static final int BATCHES = 100;
    private static final int BATCH = 100;
    private static final int POLLS = 900;
    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Crowds() {}

    /** Whether this machine can take file descriptors away from a process. */
    static boolean canTakeDescriptors() {
        return Files.isExecutable(PRLIMIT);
    }

    static void noDescriptors(Scene scene) {
        int node = scene.busyNode();
        long pid = scene.cluster().node(node).pid();
        List<Socket> guests = new ArrayList<>();
        String before = limit(pid);
        try {
            limit(pid, Integer.toString(open(pid) + SPARE));
            scene.note(
                    "at server " + node + " are " + scene.clientsAt(node) + "; it may open " + SPARE + " files more");
            connect(scene, node, GUESTS, guests);
            scene.prove("server " + node + " answers no newcomer", () -> !answersANewcomer(scene, node));
            scene.flow(SECONDS);
        } finally {
            guests.forEach(Crowds::close);
            limit(pid, before);
        }
        scene.require("server " + node + " answers newcomers again", () -> answersANewcomer(scene, node));
    }

    private static boolean answersANewcomer(Scene scene, int node) {
        int port = scene.cluster().node(node).uri().getPort();
        try (Socket newcomer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            newcomer.setSoTimeout((int) PROMPT.toMillis() * 2);
            newcomer.getOutputStream().write(LOOK.getBytes(StandardCharsets.US_ASCII));
            return newcomer.getInputStream().read() == 'H';
        } catch (IOException unanswered) {
            return false;
        }
    }

    private static int open(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String limit(long pid) {
        return run(PRLIMIT.toString(), "--pid", Long.toString(pid), "--nofile", "--noheadings", "--output", "SOFT");
    }

    private static void limit(long pid, String files) {
        run(PRLIMIT.toString(), "--pid", Long.toString(pid), "--nofile=" + files + ":");
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Connects to the server itself. Who cannot be taken in waits in its queue. */
    private static void connect(Scene scene, int node, int count, List<Socket> into) {
        int port = scene.cluster().node(node).uri().getPort();
        try {
            for (int i = 0; i < count; i++) {
                into.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    static void slowClients(Scene scene) {
        int node = scene.busyNode();
        int before = open(scene.cluster().node(node).pid());
        List<Socket> guests = new ArrayList<>();
        List<Duration> took = new ArrayList<>();
        try {
            connect(scene, node, SLOW, guests);
            // Of its own some may have closed meanwhile.
            scene.prove(
                    "server " + node + " has about " + SLOW + " connections more",
                    () -> open(scene.cluster().node(node).pid()) >= before + SLOW - SPARE);
            for (byte letter : LOOK.substring(0, SECONDS).getBytes(StandardCharsets.US_ASCII)) {
                trickle(guests.subList(0, SLOW / 2), letter);
                scene.flow(1);
                for (int i = 0; i < ASKED; i++) {
                    took.add(answered(scene.get(node, "/health/live")));
                    took.add(answered(scene.publish(node, "beside slow clients " + i)));
                }
            }
        } finally {
            guests.forEach(Crowds::close);
        }
        Collections.sort(took);
        Duration most = took.get(took.size() * 99 / 100 - 1);
        scene.note("its health and changes were answered within " + most.toMillis() + " ms (p99)");
        if (most.compareTo(PROMPT) > 0) {
            throw new AssertionError("answers of server " + node + " took " + most);
        }
    }

    private static Duration answered(Scene.Got got) {
        if (got.body().isEmpty()) {
            throw new AssertionError("beside slow clients there was no answer: " + got);
        }
        return got.took();
    }

    private static void trickle(List<Socket> guests, byte letter) {
        for (Socket guest : guests) {
            try {
                guest.getOutputStream().write(letter);
            } catch (IOException closed) {
                // By the server, which may.
            }
        }
    }

    static void manyChanges(Scene scene) {
        int from = scene.busyNode();
        int other = (from + 1) % scene.cluster().size();
        String content = "storm " + System.nanoTime();
        HttpClient http = http();
        for (int batch = 0; batch < BATCHES; batch++) {
            String items = batch("items", batch, ",\"content\":\"" + content + "\"}");
            CompletableFuture<Optional<String>> answer = post(http, scene, from, "/api/v1/configs/publish", items);
            if (answer.join().isEmpty()) {
                throw new AssertionError("batch " + batch + " was not taken");
            }
        }
        scene.note(BATCHES * BATCH + " keys are published at server " + from);
        for (int batch = 0; batch < BATCHES; batch++) {
            String keys = batch("keys", batch, "}");
            scene.require(
                    "server " + other + " has all of batch " + batch,
                    () -> post(http, scene, other, "/api/v1/configs/get", keys)
                            .join()
                            .filter(found -> found.split(content, -1).length == BATCH + 1)
                            .isPresent());
        }
    }

    private static String batch(String name, int batch, String end) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(i -> "{\"group\":\"" + GROUP + "\",\"dataId\":\"k" + i + "\"" + end)
                .collect(Collectors.joining(",", "{\"" + name + "\":[", "]}"));
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** The body of the answer; empty unless it has 200. */
    private static CompletableFuture<Optional<String>> post(
            HttpClient http, Scene scene, int node, String path, String json) {
        URI uri = URI.create(scene.cluster().node(node).uri() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE.multipliedBy(2))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> Optional.ofNullable(answer)
                        .filter(any -> any.statusCode() == 200)
                        .map(HttpResponse::body));
    }

    static void allReconnect(Scene scene) {
        int node = scene.busyNode();
        HttpClient http = http();
        String content = "seen " + System.nanoTime();
        publish(http, scene, node, content);
        List<CompletableFuture<Optional<String>>> polls = poll(http, scene, node, content);
        scene.killNode(node);
        polls.forEach(CompletableFuture::join);
        scene.cluster().node(node).start();
        scene.requireHealth();
        polls = poll(http, scene, node, content);
        scene.note(POLLS + " polls are back at server " + node);
        String news = "news " + System.nanoTime();
        publish(http, scene, node, news);
        long told = polls.stream()
                .filter(poll -> poll.join().filter(body -> body.contains(news)).isPresent())
                .count();
        if (told < POLLS) {
            throw new AssertionError("of " + POLLS + " polls " + told + " were told of a change");
        }
    }

    private static void publish(HttpClient http, Scene scene, int node, String content) {
        String item = "{\"items\":[{\"group\":\"" + GROUP + "\",\"dataId\":\"seen\",\"content\":\"" + content + "\"}]}";
        scene.require(
                "server " + node + " takes a change",
                () -> post(http, scene, node, "/api/v1/configs/publish", item)
                        .join()
                        .isPresent());
    }

    /** Returns once the server holds them all, which has to be soon: of what they have already nothing is sent again. */
    private static List<CompletableFuture<Optional<String>>> poll(
            HttpClient http, Scene scene, int node, String content) {
        String items =
                "{\"items\":[{\"group\":\"" + GROUP + "\",\"dataId\":\"seen\",\"md5\":\"" + Md5.hex(content) + "\"}]}";
        List<CompletableFuture<Optional<String>>> polls = IntStream.range(0, POLLS)
                .mapToObj(i -> post(http, scene, node, "/api/v1/watch?wait=40s", items))
                .toList();
        scene.prove(
                "server " + node + " holds " + POLLS + " polls",
                () -> scene.metric(node, "diamond_polls_held") >= POLLS);
        return polls;
    }
}
