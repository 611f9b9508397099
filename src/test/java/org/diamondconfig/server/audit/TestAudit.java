/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;

/** The audit trail over a {@link TestStore}, wired by hand, and what stands in it. */
public final class TestAudit {

    private TestAudit() {}

    /** A store of entries. */
    public static AuditStore store(TestStore store) {
        return new AuditStore(
                store.database(),
                new AuditKeyStore(store.database(), store.settings()),
                new NodeId(store.settings()),
                store.settings());
    }

    /** A queue of refusals that nobody writes. */
    public static AuditQueue queue(TestStore store) {
        AuditQueue.Outlets outlets = new AuditQueue.Outlets(
                store.database(), store(store), new PendingFile(store.settings()), store.scheduler());
        return new AuditQueue(outlets, Ticker.system(), InstantSource.system(), new PrometheusRegistry());
    }

    /** The entries, oldest first, each as "who action target before>after outcome". */
    public static List<String> lines(TestStore store) {
        return written(store).stream().map(TestAudit::line).toList();
    }

    static List<Entry.Written> written(TestStore store) {
        return store.database()
                .read(
                        Lane.READ,
                        entities -> Statement.of(entities, AuditStore.SELECT).rows().stream()
                                .map(AuditStore::written)
                                .sorted(Comparator.comparing(Entry.Written::atMicros)
                                        .thenComparing(written ->
                                                written.entry().versions().after()))
                                .toList());
    }

    private static String line(Entry.Written written) {
        Entry entry = written.entry();
        Entry.Target target = entry.target();
        String name = String.join("/", ConfigKey.displayNamespace(target.namespace()), target.group(), target.dataId());
        return entry.who().subject() + " " + entry.action() + " " + name
                + (target.object().isEmpty() ? "" : " " + target.object()) + " "
                + entry.versions().before() + ">" + entry.versions().after() + " " + entry.outcome()
                + (entry.times() == 1 ? "" : " x" + entry.times());
    }
}
