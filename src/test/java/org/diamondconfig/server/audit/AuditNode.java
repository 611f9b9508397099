/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;

/** One node's audit trail over a database that it may share, its scheduler in the test's hands. */
final class AuditNode {

    static final Caller ANN = new Caller("user:ann", "10.0.0.1", "", "shop");
    static final Audit.Filter ALL = filter(Map.of());

    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler(ticker);
    final PrometheusRegistry metrics = new PrometheusRegistry();
    final AuditStore entries;
    final AuditQueue queue;
    final PendingFile file;
    final SealStore seals;
    final Sealer sealer;
    final Audit audit;
    private final TestStore store;

    AuditNode(TestStore store, Path data, Map<String, String> more) {
        this.store = store;
        Map<String, String> all = new HashMap<>(more);
        all.put("diamond.data", data.toString());
        Settings settings = Settings.of(all);
        NodeId node = new NodeId(settings);
        AuditKeyStore keys = new AuditKeyStore(store.database(), settings);
        HeadFile head = new HeadFile(settings);
        file = new PendingFile(settings);
        entries = new AuditStore(store.database(), keys, node, settings);
        seals = new SealStore(store.database(), keys);
        sealer = new Sealer(new Sealer.Chain(store.database(), seals, head, node), settings, scheduler, metrics);
        queue = new AuditQueue(
                new AuditQueue.Outlets(store.database(), entries, file, scheduler),
                ticker,
                InstantSource.system(),
                metrics);
        audit = new Audit(entries, queue, sealer, new Verifier(store.database(), seals, head));
    }

    static Audit.Filter filter(Map<String, String> wanted) {
        return new Audit.Filter(
                Optional.ofNullable(wanted.get("namespace")),
                Optional.ofNullable(wanted.get("group")),
                Optional.ofNullable(wanted.get("dataId")),
                Optional.ofNullable(wanted.get("who")),
                Optional.ofNullable(wanted.get("action")),
                Optional.ofNullable(wanted.get("outcome")),
                Optional.ofNullable(wanted.get("from")).map(Long::valueOf),
                Optional.ofNullable(wanted.get("to")).map(Long::valueOf),
                Optional.ofNullable(wanted.get("cursor")).map(Audit.Place::of));
    }

    /** Writes one entry of this dataId, as a change would. */
    void write(String dataId) {
        write(Entry.of(ANN, "publish", Entry.Target.of(ConfigKey.of("G", dataId)))
                .between(0, 1));
    }

    void write(Entry entry) {
        store.database().write(entities -> {
            entries.record(entities, entry);
            return null;
        });
    }

    /** Writes entries of these dataIds and seals them. */
    void seal(String... dataIds) {
        List.of(dataIds).forEach(this::write);
        sealer.turn();
    }

    /** What is wrong with the trail: "CODE seal" each. */
    List<String> faults() {
        return audit.verify(0).faults().stream()
                .map(fault -> fault.code() + " " + fault.seal())
                .toList();
    }

    void pass(Duration time) {
        scheduler.advance(time);
    }

    /** The dataIds of the entries that match, newest first. */
    List<String> dataIds(Audit.Filter filter, int limit) {
        return audit.list(filter, limit).entries().stream()
                .map(written -> written.entry().target().dataId())
                .toList();
    }
}
