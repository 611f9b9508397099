/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Several real servers on one MariaDB, as processes, with a handle for each fault: a JUnit extension, or started by hand.
 * Confined to one thread; all of it ends with this JVM.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Cluster CLUSTER = Cluster.of(3).wired();
 * }</pre>
 *
 * <p>Unless it is told otherwise, the nodes run on Payara Micro, small, with no setting about each other. A fault that this
 * machine cannot make aborts the test that asks for it, with a sentence that says what it would need.
 */
public final class Cluster implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    /** Room for the dump of a test, and for little else. */
    private static final int DISK_MEBIBYTES = 64;

    private final int size;
    private final Map<Integer, Function<NodeOptions, Node>> containers = new HashMap<>();
    private UnaryOperator<NodeOptions> options = NodeOptions::light;
    private boolean wired;
    private final Set<Integer> onSmallDisk = new HashSet<>();
    private final Set<Integer> withClock = new HashSet<>();

    private MariaDb database;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, SmallDisk> disks = new HashMap<>();
    private final Map<Integer, FakeClock> clocks = new HashMap<>();
    private Wires wires = Wires.none();

    private Cluster(int size) {
        this.size = size;
    }

    /** So many servers, not started yet. */
    public static Cluster of(int size) {
        return new Cluster(size);
    }

    /** With this setting on all nodes. */
    public Cluster with(String setting, String value) {
        return withOptions(node -> node.with(setting, value));
    }

    /** With these changes to how each node is started. */
    public Cluster withOptions(UnaryOperator<NodeOptions> change) {
        UnaryOperator<NodeOptions> before = options;
        options = node -> change.apply(before.apply(node));
        return this;
    }

    /** As they are measured: without what makes nodes start quickly and stay small. */
    public Cluster fullGrown() {
        options = UnaryOperator.identity();
        return this;
    }

    /** With this node on another container, {@code Nodes::wildfly} say. */
    public Cluster with(int node, Function<NodeOptions, Node> container) {
        containers.put(node, container);
        return this;
    }

    /**
     * With a wire for every link: from each node to the database, and from each to each other. Nodes know each other by a
     * list then, in which a dead one stays.
     */
    public Cluster wired() {
        wired = true;
        return this;
    }

    /** With the data folder of this node on a disk of its own, if this machine can. */
    public Cluster withSmallDisk(int node) {
        onSmallDisk.add(node);
        return this;
    }

    /** With a clock for this node alone, which can jump, if this machine can. */
    public Cluster withClock(int node) {
        withClock.add(node);
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start(Path.of(System.getProperty("nodes.home"))
                .resolve(context.getRequiredTestClass().getSimpleName()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts the database and then all nodes at once, their files in this folder, which is emptied. */
    public Cluster start(Path home) {
        try {
            Folders.delete(home);
            Files.createDirectories(home);
            Path data = home.resolveSibling(home.getFileName() + "-mariadb");
            Folders.delete(data);
            database = new MariaDb(Files.createDirectories(data));
            int[] ports = IntStream.range(0, size).map(i -> Ports.free()).toArray();
            wires = wired ? Wires.between(ports, database.port()) : Wires.none();
            for (int i = 0; i < size; i++) {
                nodes.add(containers
                        .getOrDefault(i, Nodes::payara)
                        .apply(options(home.resolve("node-" + i), i, ports[i])));
            }
            eachAtOnce(Node::start);
            return this;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private NodeOptions options(Path home, int number, int port) {
        NodeOptions node = options.apply(NodeOptions.in(home)).at(port);
        if (onSmallDisk.contains(number) && SmallDisk.whyNot().isEmpty()) {
            disks.put(number, SmallDisk.mount(node.data(), DISK_MEBIBYTES));
        }
        if (withClock.contains(number) && FakeClock.whyNot().isEmpty()) {
            FakeClock clock = FakeClock.in(home);
            clocks.put(number, clock);
            node = clock.of(node);
        }
        return wired ? wires.of(node, number) : database.of(node);
    }

    private void eachAtOnce(Consumer<Node> work) {
        List<CompletableFuture<Void>> all = nodes.stream()
                .map(node -> CompletableFuture.runAsync(() -> work.accept(node)))
                .toList();
        all.forEach(CompletableFuture::join);
    }

    /** How many nodes there are. */
    public int size() {
        return size;
    }

    /** A node, counted from 0: {@code kill}, {@code pause}, {@code resume}, {@code stop}, {@code start}, {@code restart}. */
    public Node node(int number) {
        return nodes.get(number);
    }

    /** All nodes in their order. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** The addresses of all nodes, parted by commas, as a client is given them. */
    public String servers() {
        return nodes.stream().map(Node::uri).map(URI::toString).collect(Collectors.joining(","));
    }

    /** The database itself. */
    public MariaDb database() {
        return database;
    }

    /** The wire over which one node tells another of changes; only of a {@link #wired} cluster. */
    public TcpProxy wire(int from, int to) {
        return wires.between(from, to);
    }

    /** The wire from a node to the database; only of a {@link #wired} cluster. */
    public TcpProxy databaseWire(int node) {
        return wires.toDatabase(node);
    }

    /** The disk of a node's data folder; only {@link #withSmallDisk}. Aborts the test if this machine can make none. */
    public SmallDisk disk(int node) {
        return handle(onSmallDisk.contains(node), SmallDisk.whyNot(), disks.get(node));
    }

    /** The clock of a node; only {@link #withClock}. Aborts the test if this machine can make none. */
    public FakeClock clock(int node) {
        return handle(withClock.contains(node), FakeClock.whyNot(), clocks.get(node));
    }

    private static <T> T handle(boolean asked, Optional<String> whyNot, T handle) {
        if (!asked) {
            throw new IllegalStateException("the cluster was not set up with that");
        }
        Assumptions.assumeTrue(whyNot.isEmpty(), whyNot.orElse(""));
        return handle;
    }

    /** Ends every fault, and starts what is down: frozen processes go on, wires are sound, disks have room, clocks are true. */
    public void heal() {
        nodes.stream().filter(Node::running).forEach(Node::resume);
        wires.all().forEach(TcpProxy::heal);
        disks.values().forEach(SmallDisk::free);
        clocks.values().forEach(clock -> clock.jump(Duration.ZERO));
        eachAtOnce(node -> {
            if (!node.running()) {
                node.start();
            }
        });
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        wires.all().forEach(TcpProxy::close);
        disks.values().forEach(SmallDisk::close);
        if (database != null) {
            database.close();
        }
    }
}
