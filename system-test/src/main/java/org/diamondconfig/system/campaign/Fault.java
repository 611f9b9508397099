/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.diamondconfig.system.TcpProxy;

/**
 * The faults, each from its first bite, which is proved, to its end. The names are those of the table of faults. Every build plays
 * {@link #SMOKE}, the long campaign all.
 */
enum Fault {
    /** Every link between servers is refused: no notify arrives. */
    F10_NOTIFY_LOST {
        @Override
        void play(Scene scene) {
            double failed = sum(scene, NOTIFY_FAILED);
            double healed = sum(scene, SWEEP_HEALED);
            links(scene).forEach(Fault::cut);
            scene.note("refused all links between servers");
            scene.flow(5);
            scene.prove("messages to other servers failed", () -> sum(scene, NOTIFY_FAILED) > failed);
            scene.prove("sweeps found what nobody told", () -> sum(scene, SWEEP_HEALED) > healed);
        }
    },
    /** Two servers lose each other's packets; both reach the database and the third. */
    F11_PARTITION {
        @Override
        void play(Scene scene) {
            int one = scene.busyNode();
            int other = (one + 1) % scene.cluster().size();
            double failed = scene.metric(one, NOTIFY_FAILED) + scene.metric(other, NOTIFY_FAILED);
            scene.cluster().wire(one, other).freeze();
            scene.cluster().wire(other, one).freeze();
            scene.note("parted servers " + one + " and " + other);
            scene.flow(5);
            scene.prove(
                    "messages between them failed",
                    () -> scene.metric(one, NOTIFY_FAILED) + scene.metric(other, NOTIFY_FAILED) > failed);
        }
    },
    /** What clients send to a server does not arrive, and is not refused; what it has to say to them does. */
    F13_ONE_WAY {
        @Override
        void play(Scene scene) {
            int node = scene.busyNode();
            scene.note("at server " + node + " are " + scene.clientsAt(node));
            scene.clientWire(node).deafen();
            scene.note("nothing that clients send reaches server " + node);
            scene.prove("a request to it is not answered", () -> !scene.reachable(node));
            scene.flow(10);
        }
    },
    /** A server is killed under traffic, and comes back. */
    F1_SERVER_KILLED {
        @Override
        void play(Scene scene) {
            int node = scene.busyNode();
            scene.killNode(node);
            scene.flow(5);
            scene.cluster().node(node).start();
        }
    },
    /** A client is killed while it writes snapshots, a server while it writes its dump: what they left is read, alone. */
    F24_KILLED_WHILE_WRITING {
        @Override
        void play(Scene scene) {
            for (int i = 0; i < 2; i++) {
                readSnapshots(scene);
            }
            readDump(scene);
        }
    },
    /** The database is killed under traffic, and comes back. */
    F5_DATABASE_KILLED {
        @Override
        void play(Scene scene) {
            try {
                scene.killDatabase();
                scene.flow(3);
            } finally {
                scene.cluster().database().start();
            }
            scene.note("started the database");
        }
    },
    /** All servers are killed, and come back one by one; the first has no database yet. */
    F2_ALL_KILLED {
        @Override
        void play(Scene scene) {
            Ordeals.allServersKilled(scene);
        }
    },
    /** A server stands still, as for a long collection of garbage, and goes on. */
    F3_SERVER_FROZEN {
        @Override
        void play(Scene scene) {
            Ordeals.serverFrozen(scene);
        }
    },
    /** A server is stopped in good order, and comes back. */
    F4_SERVER_RESTARTED {
        @Override
        void play(Scene scene) {
            Ordeals.serverRestarted(scene);
        }
    },
    /** The database stands still. */
    F6_DATABASE_FROZEN {
        @Override
        void play(Scene scene) {
            Ordeals.databaseFrozen(scene);
        }
    },
    /** All that is said to the database, and by it, takes 200 ms longer. */
    F7_DATABASE_SLOW {
        @Override
        void play(Scene scene) {
            Ordeals.databaseSlow(scene);
        }
    },
    /** One server, at which clients are, loses the database. */
    F12_CUT_FROM_DATABASE {
        @Override
        void play(Scene scene) {
            Ordeals.cutFromDatabase(scene);
        }
    },
    /** All links of clients and between servers are thin and lose a third of what is sent. */
    F14_POOR_LINES {
        @Override
        void play(Scene scene) {
            Ordeals.poorLines(scene);
        }
    },
    /** A server has no file descriptor left. */
    F18_NO_DESCRIPTORS {
        @Override
        boolean possible() {
            return Crowds.canTakeDescriptors();
        }

        @Override
        void play(Scene scene) {
            Crowds.noDescriptors(scene);
        }
    },
    /** Many hold connections to a server on which they say nothing, or a byte now and then. */
    F19_SLOW_CLIENTS {
        @Override
        void play(Scene scene) {
            Crowds.slowClients(scene);
        }
    },
    /** Thousands of keys change at once. */
    F20_MANY_CHANGES {
        @Override
        void play(Scene scene) {
            Crowds.manyChanges(scene);
        }
    },
    /** A server with many polls is killed; all of them come back at once. */
    F21_ALL_RECONNECT {
        @Override
        void play(Scene scene) {
            Crowds.allReconnect(scene);
        }
    },
    /** A server is started with the id of another. */
    F22_ONE_ID_TWICE {
        @Override
        void play(Scene scene) {
            Ordeals.oneIdTwice(scene);
        }
    };

    /** What every build has the time for. */
    static final List<Fault> SMOKE = List.of(
            F10_NOTIFY_LOST,
            F11_PARTITION,
            F13_ONE_WAY,
            F1_SERVER_KILLED,
            F24_KILLED_WHILE_WRITING,
            F5_DATABASE_KILLED);

    private static final String NOTIFY_FAILED = "diamond_notify_failed_total";
    private static final String SWEEP_HEALED = "diamond_sweep_healed_total";

    /** A port where nobody is: discard, which only root could listen at. */
    private static final String NOBODY = "http://127.0.0.1:9/diamond-server";

    /** Its row in the table of faults. */
    String row() {
        return name().substring(0, name().indexOf('_'));
    }

    /** Whether this machine can make it. */
    boolean possible() {
        return true;
    }

    /** Makes the fault; the campaign heals the links afterwards. */
    abstract void play(Scene scene);

    private static void readSnapshots(Scene scene) {
        ClientProcess client = scene.anyClient();
        scene.killClient(client);
        client.restart(NOBODY);
        String answer = client.ask("read");
        scene.prove(
                "client " + client.name() + " read snapshots without a server: " + answer, () -> !answer.equals("0"));
        client.stop();
        client.restart(scene.servers());
        client.tell("write", "writing");
        scene.flow(2);
    }

    private static void readDump(Scene scene) {
        int node = scene.busyNode();
        TcpProxy database = scene.cluster().databaseWire(node);
        scene.killNode(node);
        cut(database);
        scene.cluster().node(node).start();
        scene.proveDown(node);
        URI server = scene.cluster().node(node).uri();
        String answer = scene.anyClient().ask("dump " + node + " " + server);
        scene.prove("server " + node + " answered from its dump alone: " + answer, () -> !answer.equals("0"));
    }

    /** All wires between servers. */
    static List<TcpProxy> links(Scene scene) {
        int size = scene.cluster().size();
        return IntStream.range(0, size)
                .boxed()
                .flatMap(from -> IntStream.range(0, size)
                        .filter(to -> to != from)
                        .mapToObj(to -> scene.cluster().wire(from, to)))
                .toList();
    }

    /** From now on nobody gets through, and whoever had is cut off. */
    static void cut(TcpProxy wire) {
        wire.refuse();
        wire.reset();
    }

    private static double sum(Scene scene, String metric) {
        return IntStream.range(0, scene.cluster().size())
                .mapToDouble(node -> scene.metric(node, metric))
                .sum();
    }
}
