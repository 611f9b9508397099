/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Cluster;

/** Faults of servers, the database and links that only the long campaign plays. Stateless. */
final class Ordeals {

    private static final int SECONDS = 10;

    /** Longer than a held poll, a time-out of the driver, and the time after which a silent server leaves the list. */
    private static final int FROZEN_SECONDS = 60;

    private static final Duration SLOWER = Duration.ofMillis(250);

    /** One megabit a second. */
    private static final int THIN = 125_000;

    private static final double LOST = 0.3;

    /** The sweep's bound (G7) and some room: what nobody told is served by then. */
    private static final Duration TOLD = Duration.ofMillis(3_500);

    private static final Duration PROMPT = Duration.ofSeconds(1);

    /** The pool's time-out is shorter. */
    private static final Duration REFUSED = Duration.ofSeconds(5);

    private static final Duration AFTER = Duration.ofSeconds(5);

    private static final int TRIES = 3;

    /** The listener's own, which come with requests. */
    private static final int MORE_THREADS = 40;

    private static final String BEFORE = "before";

    private Ordeals() {}

    static void allServersKilled(Scene scene) {
        Cluster cluster = scene.cluster();
        scene.killAllNodes();
        String known = scene.anyClient().ask("read");
        scene.prove("a client reads without any server: " + known, () -> !known.equals("0"));
        Fault.cut(cluster.databaseWire(0));
        cluster.node(0).start();
        scene.proveDown(0);
        proveDump(scene, 0);
        cluster.databaseWire(0).heal();
        scene.flow(3);
        for (int node = 1; node < cluster.size(); node++) {
            cluster.node(node).start();
            scene.flow(2);
        }
    }

    private static void proveDump(Scene scene, int node) {
        String answers = scene.anyClient()
                .ask("dump " + node + " " + scene.cluster().node(node).uri());
        scene.prove("server " + node + " answers from its dump: " + answers, () -> !answers.equals("0"));
    }

    static void serverFrozen(Scene scene) {
        int node = scene.busyNode();
        scene.note("at server " + node + " are " + scene.clientsAt(node));
        scene.cluster().node(node).pause();
        scene.prove("server " + node + " stands still", () -> !scene.answers(node));
        int from = (node + 1) % scene.cluster().size();
        int to = (node + 2) % scene.cluster().size();
        for (int i = 0; i < FROZEN_SECONDS / SECONDS; i++) {
            scene.flow(SECONDS);
            requireTold(scene, from, to, "while server " + node + " stands still, " + i);
        }
        scene.cluster().node(node).resume();
        scene.require("server " + node + " goes on", () -> scene.answers(node));
        scene.require(
                "server " + node + " serves what was published meanwhile",
                () -> scene.serves(node, "while server " + node + " stands still, " + (FROZEN_SECONDS / SECONDS - 1)));
    }

    /** A change at one server is served by another as soon as if all were well. */
    private static void requireTold(Scene scene, int from, int to, String content) {
        require(scene.publish(from, content).status() == 200, "server " + from + " took a change " + content);
        Awaitility.await("server " + to + " to serve a change at server " + from + " " + content)
                .atMost(TOLD)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> scene.serves(to, content));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("it does not hold that " + what);
        }
    }

    static void serverRestarted(Scene scene) {
        int node = scene.busyNode();
        scene.note("at server " + node + " are " + scene.clientsAt(node));
        scene.cluster().node(node).stop();
        scene.require(
                "server " + node + " has taken itself off the list of servers",
                () -> members(scene) == scene.cluster().size() - 1);
        scene.flow(1);
        scene.cluster().node(node).start();
        scene.require(
                "server " + node + " is on the list again",
                () -> members(scene) == scene.cluster().size());
    }

    private static int members(Scene scene) {
        return Integer.parseInt(scene.cluster().database().ask("select count(*) from diamond.cluster_instance"));
    }

    static void databaseFrozen(Scene scene) {
        int size = scene.cluster().size();
        scene.prove(
                "a change before",
                () -> scene.publish(0, BEFORE).status() == 200
                        && IntStream.range(0, size).allMatch(node -> scene.serves(node, BEFORE)));
        int[] threads =
                IntStream.range(0, size).map(node -> threads(scene, node)).toArray();
        scene.cluster().database().freeze();
        try {
            for (int node = 0; node < size; node++) {
                scene.proveDown(node);
            }
            for (int i = 0; i < FROZEN_SECONDS / SECONDS; i++) {
                scene.flow(SECONDS);
                for (int node = 0; node < size; node++) {
                    requireUnharmed(scene, node, threads[node]);
                }
            }
        } finally {
            scene.cluster().database().thaw();
        }
        scene.note("the database goes on");
        long since = System.nanoTime();
        for (int node = 0; node < size; node++) {
            int one = node;
            scene.require(
                    "server " + node + " takes changes",
                    () -> scene.publish(one, "after").status() == 200);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        require(took.compareTo(AFTER) <= 0, "all servers take changes " + AFTER + " after the database: " + took);
    }

    /** A server without its database answers reads as before, refuses changes soon, and has no more threads than it may need for both. */
    private static void requireUnharmed(Scene scene, int node, int threads) {
        Scene.Got refused = soonest(REFUSED, () -> scene.publish(node, "refused"));
        require(refused.status() == 503 && refused.took().compareTo(REFUSED) <= 0, "a change is refused: " + refused);
        Scene.Got read = soonest(PROMPT, () -> scene.get(node, "/api/v1/config?group=aside&dataId=k"));
        require(read.body().filter(BEFORE::equals).isPresent(), "server " + node + " answers reads: " + read);
        require(read.took().compareTo(PROMPT) <= 0, "server " + node + " answers reads promptly: " + read);
        int now = threads(scene, node);
        require(now <= threads + MORE_THREADS, "server " + node + " has few threads: " + threads + ", now " + now);
    }

    /** Asks again while an answer takes longer, three times in all: one that is late may be the machine's doing, all of them are not. */
    static Scene.Got soonest(Duration most, Supplier<Scene.Got> ask) {
        Scene.Got got = ask.get();
        for (int tries = 1; tries < TRIES && got.took().compareTo(most) > 0; tries++) {
            got = ask.get();
        }
        return got;
    }

    private static int threads(Scene scene, int node) {
        Path tasks = Path.of("/proc", Long.toString(scene.cluster().node(node).pid()), "task");
        try (Stream<Path> all = Files.list(tasks)) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void databaseSlow(Scene scene) {
        for (int node = 0; node < scene.cluster().size(); node++) {
            scene.cluster().databaseWire(node).delay(SLOWER);
        }
        Duration there = SLOWER.multipliedBy(2);
        scene.prove("a strong read takes " + there.toMillis() + " ms", () -> {
            Scene.Got got = scene.await(0, "/api/v1/config?group=hot&dataId=k0&level=database");
            return got.body().isPresent() && got.took().compareTo(there) >= 0;
        });
        scene.flow(SECONDS);
    }

    static void cutFromDatabase(Scene scene) {
        int node = scene.busyNode();
        scene.note("at server " + node + " are " + scene.clientsAt(node));
        Fault.cut(scene.cluster().databaseWire(node));
        scene.proveDown(node);
        scene.flow(SECONDS);
        proveDump(scene, node);
        scene.note("at server " + node + " are still " + scene.clientsAt(node));
    }

    static void poorLines(Scene scene) {
        Fault.links(scene).forEach(link -> link.impair(THIN, LOST));
        for (int node = 0; node < scene.cluster().size(); node++) {
            scene.clientWire(node).impair(THIN, LOST);
        }
        scene.prove("no more than " + THIN + " bytes a second arrive", () -> {
            Scene.Got got = scene.awaitAsAClient(0, "/metrics");
            return got.body()
                    .filter(page -> got.took().toMillis() >= page.length() * 1_000L / THIN)
                    .isPresent();
        });
        for (int i = 0; i < SECONDS; i++) {
            scene.flow(1);
            Scene.Got published = scene.publishAsAClient(i % scene.cluster().size(), "over a poor line " + i);
            require(published.status() == 200, "a change over a poor line is acknowledged: " + published);
        }
    }

    static void oneIdTwice(Scene scene) {
        int node = scene.busyNode();
        int other = (node + 1) % scene.cluster().size();
        Path id = scene.cluster().node(node).data().resolve("node.id");
        Path own = id.resolveSibling("node.id.own");
        scene.killNode(node);
        move(id, own);
        try {
            Files.copy(scene.cluster().node(other).data().resolve("node.id"), id);
            scene.cluster().node(node).start();
            scene.prove(
                    "server " + node + " says that its id is another's",
                    () -> scene.get(node, "/health/ready")
                            .body()
                            .filter(ready -> ready.contains("DUPLICATE_NODE"))
                            .isPresent());
            scene.flow(SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            scene.cluster().node(node).kill();
            move(own, id);
        }
        scene.cluster().node(node).start();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
