/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.TcpProxy;

/**
 * What a fault may lay its hands on: servers, database, clients and the links between them; and the run's chance and timeline.
 * Confined to one thread.
 */
final class Scene {

    private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(6);
    private static final Duration BITES_WITHIN = Duration.ofSeconds(90);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A key that no client of the campaign knows. */
    private static final String ASIDE = "/api/v1/config?group=aside&dataId=k";

    /** A server that was killed while these clients were at it. */
    record Kill(long at, List<String> clients) {}

    private final Cluster cluster;
    private final List<TcpProxy> clientWires;
    private final List<ClientProcess> clients;
    private final Random random;
    private final long start = System.nanoTime();
    private final List<String> timeline = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private int databaseKills;
    private int clientKills;
    private final CountDownLatch never = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE)
            .build();

    Scene(Cluster cluster, List<TcpProxy> clientWires, List<ClientProcess> clients, long seed) {
        this.cluster = cluster;
        this.clientWires = clientWires;
        this.clients = clients;
        random = new Random(seed);
    }

    Cluster cluster() {
        return cluster;
    }

    Random random() {
        return random;
    }

    List<Kill> kills() {
        return kills;
    }

    int databaseKills() {
        return databaseKills;
    }

    int clientKills() {
        return clientKills;
    }

    List<String> timeline() {
        return timeline;
    }

    /** Notes what happens, and when. */
    void note(String what) {
        timeline.add(String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - start) / 1e9, what));
        Campaign.LOG.log(System.Logger.Level.INFO, timeline.get(timeline.size() - 1));
    }

    /** Lets the traffic flow for about so long. */
    void flow(int seconds) {
        try {
            never.await(seconds * 1_000L + random.nextInt(1_000), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ClientProcess anyClient() {
        return clients.get(random.nextInt(clients.size()));
    }

    /** How the clients reach this server. */
    TcpProxy clientWire(int node) {
        return clientWires.get(node);
    }

    /** The addresses of all servers as the clients reach them. */
    static String servers(List<TcpProxy> clientWires) {
        return clientWires.stream().map(Scene::address).collect(Collectors.joining(","));
    }

    String servers() {
        return servers(clientWires);
    }

    private static String address(TcpProxy wire) {
        return "http://127.0.0.1:" + wire.port() + "/diamond-server";
    }

    /** A server by chance, but one at which a client is. */
    int busyNode() {
        List<Integer> busy = IntStream.range(0, cluster.size())
                .filter(node -> !clientsAt(node).isEmpty())
                .boxed()
                .toList();
        return busy.isEmpty() ? random.nextInt(cluster.size()) : busy.get(random.nextInt(busy.size()));
    }

    /** The clients that this server answers now. */
    List<String> clientsAt(int node) {
        String address = address(clientWires.get(node));
        return clients.stream()
                .filter(client -> client.ask("where").equals(address))
                .map(ClientProcess::name)
                .toList();
    }

    /** Kills a server, and makes sure that it is dead. */
    void killNode(int node) {
        List<String> there = clientsAt(node);
        long pid = cluster.node(node).pid();
        long now = System.nanoTime();
        cluster.node(node).kill();
        prove("process " + pid + " of server " + node + " is dead", () -> isDead(pid));
        kills.add(new Kill(now, there));
        note("killed server " + node + ", at which were " + there);
    }

    /** Kills every server at once, and makes sure that all are dead. */
    void killAllNodes() {
        for (int node = 0; node < cluster.size(); node++) {
            long pid = cluster.node(node).pid();
            cluster.node(node).kill();
            prove("process " + pid + " of server " + node + " is dead", () -> isDead(pid));
        }
        note("killed all servers");
    }

    /** Kills the database, and makes sure that every server notices. */
    void killDatabase() {
        cluster.database().kill();
        databaseKills++;
        note("killed the database");
        for (int node = 0; node < cluster.size(); node++) {
            proveDown(node);
        }
    }

    /** Makes sure that a server has noticed that it has no database. */
    void proveDown(int node) {
        prove(
                "server " + node + " is without its database",
                () -> body(cluster.node(node).uri() + "/metrics")
                        .filter(metrics -> metrics.contains("\ndiamond_store_up 0"))
                        .isPresent());
    }

    /** Kills a client. */
    void killClient(ClientProcess client) {
        long pid = client.pid();
        client.kill();
        prove("process " + pid + " of client " + client.name() + " is dead", () -> isDead(pid));
        clientKills++;
        note("killed client " + client.name());
    }

    private static boolean isDead(long pid) {
        return ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true);
    }

    /** Waits until it shows that the fault bites; a fault that does not makes the run void. */
    void prove(String what, BooleanSupplier shows) {
        await("a fault that bites, else the run is void: ", what, shows);
    }

    /** Waits until something holds that is promised once a fault is over; if it does not, the product is wrong. */
    void require(String what, BooleanSupplier holds) {
        await("what is promised: ", what, holds);
    }

    private void await(String why, String what, BooleanSupplier shows) {
        Awaitility.await(why + what)
                .atMost(BITES_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(shows::getAsBoolean);
        note("proved: " + what);
    }

    /** Waits until every server is ready. */
    void requireHealth() {
        for (int node = 0; node < cluster.size(); node++) {
            int one = node;
            Awaitility.await("server " + node + " to be ready, before and after each fault")
                    .atMost(HEALTHY_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> ready(one));
        }
    }

    private boolean ready(int node) {
        return answers(cluster.node(node).uri() + "/health/ready") && metric(node, "diamond_store_up") == 1;
    }

    /** Whether a read that is sent to the server as the clients send theirs is answered. */
    boolean reachable(int node) {
        return answers(address(clientWires.get(node)) + "/health/live");
    }

    /** Whether a read that is sent to the server itself is answered. */
    boolean answers(int node) {
        return answers(cluster.node(node).uri() + "/health/live");
    }

    /**
     * What came of a request.
     *
     * @param status 0: no answer in time
     * @param body empty: no answer with 200 in time
     */
    record Got(int status, Optional<String> body, Duration took) {}

    /** Asks a server itself for this path. */
    Got get(int node, String path) {
        return got(request(cluster.node(node).uri() + path), PROBE);
    }

    /** The same, and waits for longer. */
    Got await(int node, String path) {
        return got(request(cluster.node(node).uri() + path), PATIENCE);
    }

    /** The same as the clients reach it. */
    Got awaitAsAClient(int node, String path) {
        return got(request(address(clientWires.get(node)) + path), PATIENCE);
    }

    /** Publishes, at a server itself, what no client asks for. */
    Got publish(int node, String content) {
        return got(publication(cluster.node(node).uri() + ASIDE, content), PATIENCE);
    }

    /** The same as the clients reach it. */
    Got publishAsAClient(int node, String content) {
        return got(publication(address(clientWires.get(node)) + ASIDE, content), PATIENCE);
    }

    /** Whether a server serves, from its dump, what was published so. */
    boolean serves(int node, String content) {
        return get(node, ASIDE).body().filter(content::equals).isPresent();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static HttpRequest.Builder publication(String url, String content) {
        return request(url).PUT(HttpRequest.BodyPublishers.ofString(content));
    }

    private boolean answers(String url) {
        return body(url).isPresent();
    }

    private Optional<String> body(String url) {
        return got(request(url), PROBE).body();
    }

    private Got got(HttpRequest.Builder request, Duration patience) {
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
            Optional<String> body = Optional.of(answer.body()).filter(any -> answer.statusCode() == 200);
            return new Got(answer.statusCode(), body, since(began));
        } catch (IOException noAnswer) {
            return new Got(0, Optional.empty(), since(began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }

    /** The value of a server's metric, over all its labels. */
    double metric(int node, String name) {
        return body(cluster.node(node).uri() + "/metrics")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
