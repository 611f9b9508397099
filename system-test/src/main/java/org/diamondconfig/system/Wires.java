/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All wires of a cluster, one for each direction in which a node speaks to another, and one from each to the database.
 * Immutable; the proxies are not.
 *
 * @param peers by the number of the node that speaks, then of the one that hears; none from a node to itself
 * @param database by the number of the node
 */
record Wires(List<List<TcpProxy>> peers, List<TcpProxy> database) {

    /** A cluster whose links are direct. */
    static Wires none() {
        return new Wires(List.of(), List.of());
    }

    /** Between nodes at these ports, and from them to the database at its own. */
    static Wires between(int[] nodes, int database) {
        List<List<TcpProxy>> peers = new ArrayList<>();
        List<TcpProxy> toDatabase = new ArrayList<>();
        for (int from = 0; from < nodes.length; from++) {
            List<TcpProxy> row = new ArrayList<>();
            for (int to = 0; to < nodes.length; to++) {
                row.add(to == from ? null : TcpProxy.to(nodes[to]));
            }
            peers.add(row);
            toDatabase.add(TcpProxy.to(database));
        }
        return new Wires(peers, toDatabase);
    }

    /** The settings of a node that speaks over its wires only. */
    NodeOptions of(NodeOptions node, int number) {
        String members = from(number).map(wire -> "127.0.0.1:" + wire.port()).collect(Collectors.joining(","));
        return MariaDb.reachedAt(node, toDatabase(number).port()).with("diamond.cluster.members", members);
    }

    TcpProxy between(int from, int to) {
        requireWired();
        if (from == to) {
            throw new IllegalArgumentException("a node has no wire to itself");
        }
        return peers.get(from).get(to);
    }

    TcpProxy toDatabase(int node) {
        requireWired();
        return database.get(node);
    }

    private void requireWired() {
        if (database.isEmpty()) {
            throw new IllegalStateException("the cluster was not asked for wires: wired()");
        }
    }

    Stream<TcpProxy> all() {
        return Stream.concat(IntStream.range(0, peers.size()).boxed().flatMap(this::from), database.stream());
    }

    private Stream<TcpProxy> from(int number) {
        return IntStream.range(0, peers.size())
                .filter(to -> to != number)
                .mapToObj(to -> peers.get(number).get(to));
    }
}
