/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.edge.DirectEvent;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.namespace.NamespaceStore;
import org.diamondconfig.server.namespace.Namespaces;
import org.diamondconfig.server.quota.Counts;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;

/** The facades of the configurations over a {@link TestStore}, wired by hand, with what they told. */
public final class TestConfigs {

    private final DirectEvent<ConfigChanged> event = new DirectEvent<>();
    private final List<ConfigChanged> told = new CopyOnWriteArrayList<>();
    private final ManualTicker ticker = new ManualTicker();
    private final ConfigStore configStore;
    private final Configs configs;
    private final ConfigFeed feed;
    private final Namespaces namespaces;
    private final Counts counts = new Counts();
    private final Quotas quotas;

    public TestConfigs(TestStore store) {
        AuditStore audit = TestAudit.store(store);
        NamespaceStore namespaceStore = new NamespaceStore(store.database(), audit);
        quotas = new Quotas(counts, store.settings(), new PrometheusRegistry());
        ConfigStore.Trail trail = new ConfigStore.Trail(audit, TestAudit.queue(store));
        configStore = new ConfigStore(store.database(), namespaceStore, new RequestStore(), trail, quotas);
        Trace trace = new Trace(Ticker.system(), InstantSource.system());
        feed = new ConfigFeed(store.database(), audit);
        Configs.Bounds bounds = new Configs.Bounds(store.settings(), ticker);
        configs = new Configs(configStore, feed, bounds, event.observedBy(told::add), trace);
        namespaces = new Namespaces(namespaceStore, TestAudit.queue(store), store.scheduler());
    }

    public Configs configs() {
        return configs;
    }

    /** By which a search takes its time. */
    public ManualTicker ticker() {
        return ticker;
    }

    public ConfigStore store() {
        return configStore;
    }

    public ConfigFeed feed() {
        return feed;
    }

    public Namespaces namespaces() {
        return namespaces;
    }

    /** What each namespace and group holds, as the node's dump says, or the test. */
    public Counts counts() {
        return counts;
    }

    public Quotas quotas() {
        return quotas;
    }

    /** Where observers are added. */
    public DirectEvent<ConfigChanged> event() {
        return event;
    }

    /** What was told so far. */
    public List<ConfigChanged> told() {
        return told;
    }
}
