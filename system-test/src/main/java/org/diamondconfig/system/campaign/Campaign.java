/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.TcpProxy;
import org.diamondconfig.system.history.History;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.HistoryFile;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Verdict;

/**
 * Traffic over a cluster of three, one fault after the other, and after each the question whether all that ever happened was
 * right. Confined to one thread.
 */
final class Campaign implements AutoCloseable {

    static final System.Logger LOG = System.getLogger("campaign");

    private static final int CLIENTS = 3;

    /** A push that nobody hears costs a client one plain comparison, 60 s; then its listeners take their time. */
    private static final Duration ALL_HEARD = Duration.ofSeconds(75);

    private static final int MOST_TRIES = 5;

    private final Cluster cluster;
    private final Path home;
    private final long seed;
    private final List<TcpProxy> clientWires = new ArrayList<>();
    private final List<ClientProcess> clients = new ArrayList<>();
    private final HistoryTable table;
    private final Scene scene;
    private final List<Span> calms = new ArrayList<>();
    private long calmSince;
    private History judged = new History(List.of(), List.of());

    /** Starts the clients, their homes and histories in this folder, which must be new. */
    Campaign(Cluster cluster, Path home, long seed) throws IOException {
        this.cluster = cluster;
        this.home = Files.createDirectories(home);
        this.seed = seed;
        for (int node = 0; node < cluster.size(); node++) {
            clientWires.add(TcpProxy.to(cluster.node(node).uri().getPort()));
        }
        String epoch = Awaitility.await("the epoch of the store")
                .atMost(Duration.ofMinutes(3))
                .until(() -> RawReads.epoch(cluster.node(0).uri()), Optional::isPresent)
                .orElseThrow();
        table = new HistoryTable(cluster.database().port(), epoch);
        for (int i = 1; i <= CLIENTS; i++) {
            String name = "c" + i;
            clients.add(new ClientProcess(new Worker.Order(
                    name, 1, home.resolve(name), Scene.servers(clientWires), epoch, seed + 1_000_000L * i)));
        }
        scene = new Scene(cluster, clientWires, clients, seed);
        scene.note("seed " + seed + ", histories in " + home);
        clients.forEach(client -> client.tell("write", "writing"));
        scene.requireHealth();
        calmSince = System.nanoTime();
        scene.flow(3);
    }

    /**
     * Faults one after the other, each from health to health, and the judgement.
     *
     * @return the verdict on all that happened since the campaign began
     */
    Verdict play(Fault... faults) throws IOException {
        for (Fault fault : faults) {
            playOne(fault);
        }
        Verdict verdict = judge();
        clients.forEach(client -> client.tell("write", "writing"));
        return verdict;
    }

    private void playOne(Fault fault) {
        calms.add(calm());
        scene.requireHealth();
        scene.note("begin " + fault);
        try {
            fault.play(scene);
        } finally {
            heal();
        }
        scene.requireHealth();
        calmSince = System.nanoTime();
        scene.note("end " + fault);
        scene.flow(2);
    }

    /** The calm that goes on. */
    private Span calm() {
        return new Span(calmSince, System.nanoTime());
    }

    private void heal() {
        clientWires.forEach(TcpProxy::heal);
        cluster.heal();
    }

    /** Makes all quiet, lets everybody hear, and judges. */
    private Verdict judge() throws IOException {
        clients.forEach(client -> client.tell("hush", "hushed"));
        List<Row> rows = mergedRows();
        for (int i = 0; i < MOST_TRIES && !settle(rows).equals(rows); i++) {
            // A write that was on its way took effect meanwhile: what is final is another version.
            rows = mergedRows();
        }
        List<Span> calmsSoFar = new ArrayList<>(calms);
        calmsSoFar.add(calm());
        HistoryFile.write(home.resolve("rows.jsonl"), new History(table.merges(), rows, table.merged(), calmsSoFar));
        judged = history();
        Verdict verdict = Verdict.on(judged);
        LOG.log(System.Logger.Level.INFO, verdict.toString());
        if (!verdict.right()) {
            LOG.log(System.Logger.Level.ERROR, "seed {0}; to judge it again: {1}", Long.toString(seed), command());
        }
        new Agreement(cluster).require(HistoryTable.last(rows));
        return verdict;
    }

    private List<Row> mergedRows() {
        Awaitility.await("every datum to be merged").atMost(ALL_HEARD).until(table::allMerged);
        return table.rows();
    }

    private List<Row> settle(List<Row> rows) throws IOException {
        Path finals = home.resolve("finals.txt");
        Files.write(
                finals,
                HistoryTable.finals(rows).entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
        clients.forEach(client -> client.say("settle " + finals + " " + ALL_HEARD.toSeconds()));
        for (ClientProcess client : clients) {
            String answer = client.answer(ALL_HEARD.plusSeconds(30));
            if (!answer.equals("settled")) {
                scene.note(client.name() + ": " + answer);
            }
        }
        return table.rows();
    }

    private History history() throws IOException {
        History all = HistoryFile.read(home.resolve("rows.jsonl"));
        for (ClientProcess client : clients) {
            all = all.and(HistoryFile.read(client.history()));
        }
        return all;
    }

    private String command() {
        return "java -cp system-test/target/classes:client-jar/target/classes " + Verdict.class.getName() + " " + home
                + "/*.jsonl";
    }

    /** What the run came to when it was judged last. */
    String report() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seed", seed);
        figures.put("servers killed", scene.kills().size());
        figures.put("database killed", scene.databaseKills());
        figures.put("clients killed", scene.clientKills());
        figures.putAll(figures().lines());
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + ": " + figure.getValue())
                .collect(Collectors.joining("\n"));
    }

    Figures figures() {
        return new Figures(judged, scene.kills());
    }

    @Override
    public void close() {
        clients.forEach(ClientProcess::close);
        clientWires.forEach(TcpProxy::close);
    }
}
