/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;

/** One node's checks over a database that it may share; its time and what answers its dials are in the test's hands. */
final class CheckNode {

    /** The addresses that answer. */
    final Set<String> alive = new HashSet<>();

    /** Those of which nothing can be found out. */
    final Set<String> unknown = new HashSet<>();

    /** The addresses that were dialled, in the order of the text, round by round. */
    final List<List<String>> dialled = new ArrayList<>();

    /** Runs once, while the addresses are dialled. */
    Runnable duringDial = () -> {};

    /** Whether this machine can dial at all. */
    boolean able = true;

    final Checks checks;
    private final ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
    private final String name;

    CheckNode(String name, TestStore store, String networks) {
        this.name = name;
        Settings settings = Settings.of(Map.of("diamond.check.networks", networks));
        AuditStore audit = TestAudit.store(store);
        ProviderStore providers =
                new ProviderStore(store.database(), new RequestStore(), audit, TestAudit.queue(store));
        CheckStore rows = new CheckStore(store.database(), providers, audit);
        Checker checker =
                new Checker(rows, new Endpoints(settings), new FakeDialer(), settings, new PrometheusRegistry());
        checks = new Checks(rows, checker, scheduler, settings);
    }

    /** A node that may dial 10.0.0.0/8, started. */
    static CheckNode started(String name, TestStore store) {
        CheckNode node = new CheckNode(name, store, "10.0.0.0/8");
        node.start();
        return node;
    }

    void start() {
        checks.start(name);
    }

    /** Five seconds later: leases are kept or taken, then a round is done. */
    void turn() {
        scheduler.advance(Duration.ofSeconds(5));
    }

    void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    private final class FakeDialer extends Dialer {

        FakeDialer() {
            super(Settings.of(Map.of()), new ManualTicker());
        }

        @Override
        Map<InetSocketAddress, Boolean> dial(Collection<InetSocketAddress> addresses, BooleanSupplier ended)
                throws IOException {
            if (!able) {
                throw new IOException("Too many open files");
            }
            Runnable once = duringDial;
            duringDial = () -> {};
            once.run();
            Map<InetSocketAddress, Boolean> verdicts = new HashMap<>();
            for (InetSocketAddress address : addresses) {
                if (!unknown.contains(text(address))) {
                    verdicts.put(address, alive.contains(text(address)));
                }
            }
            dialled.add(addresses.stream().map(FakeDialer::text).sorted().toList());
            return verdicts;
        }

        private static String text(InetSocketAddress address) {
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }
    }
}
