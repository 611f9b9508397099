/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.DirectEvent;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;

/** One node's {@link Dump} over a real database; it hears of its own changes, and of those of others when a test tells it. */
public final class TestDump implements AutoCloseable {

    private final Dump dump;
    private final TestConfigs configs;
    private final DirectEvent<ConfigDumped> dumped;

    private TestDump(Dump dump, TestConfigs configs, DirectEvent<ConfigDumped> dumped) {
        this.dump = dump;
        this.configs = configs;
        this.dumped = dumped;
    }

    /** Started in this folder, with all that the store holds. */
    public static TestDump started(TestStore store, Path data) {
        TestConfigs configs = new TestConfigs(store);
        ManualTicker ticker = new ManualTicker();
        ManualScheduler scheduler = new ManualScheduler(ticker);
        Settings settings = Settings.of(Map.of("diamond.data", data.toString()));
        DirectEvent<ConfigDumped> dumped = new DirectEvent<>();
        Trace trace = new Trace(ticker, Clock.systemUTC());
        DumpTable table = new DumpTable(settings, dumped, trace, Clock.systemUTC(), configs.counts());
        RowFeed feed = new RowFeed(configs.feed(), configs.configs(), store.database());
        Sweep sweep = new Sweep(table, feed, settings, scheduler, ticker);
        Dump dump = new Dump(table, feed, sweep, scheduler, new PrometheusRegistry());
        dumped.observedBy(dump::onDumped);
        configs.event().observedBy(dump::onChanged);
        dump.start();
        scheduler.runDue();
        return new TestDump(dump, configs, dumped);
    }

    /** One with one configuration, over a database that is made up. */
    public static Dump holding(ConfigKey key, String content, Path data) {
        DumpNode node = new DumpNode(data, new FakeFeed()).started();
        node.publish(key, content);
        return node.dump;
    }

    public Dump dump() {
        return dump;
    }

    public TestConfigs configs() {
        return configs;
    }

    /** Where observers are added. */
    public DirectEvent<ConfigDumped> dumped() {
        return dumped;
    }

    /** Another node has changed this key. */
    public void hear(ConfigKey key) {
        dump.follow(ConfigChanged.of(key, dump.epoch().orElseThrow(), 1));
    }

    @Override
    public void close() {
        dump.stop();
    }
}
