/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
        scene.flow(FROZEN_SECONDS);
        scene.cluster().node(node).resume();
        scene.prove("server " + node + " goes on", () -> scene.answers(node));
    }

    static void serverRestarted(Scene scene) {
        int node = scene.busyNode();
        scene.note("at server " + node + " are " + scene.clientsAt(node));
        scene.cluster().node(node).stop();
        scene.prove(
                "server " + node + " has taken itself off the list of servers",
                () -> members(scene) == scene.cluster().size() - 1);
        scene.flow(1);
        scene.cluster().node(node).start();
        scene.prove(
                "server " + node + " is on the list again",
                () -> members(scene) == scene.cluster().size());
    }

    private static int members(Scene scene) {
        return Integer.parseInt(scene.cluster().database().ask("select count(*) from diamond.cluster_instance"));
    }

    static void databaseFrozen(Scene scene) {
        scene.cluster().database().freeze();
        try {
            for (int node = 0; node < scene.cluster().size(); node++) {
                scene.proveDown(node);
            }
            scene.flow(FROZEN_SECONDS);
        } finally {
            scene.cluster().database().thaw();
        }
        scene.note("the database goes on");
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
        scene.flow(2 * SECONDS);
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
