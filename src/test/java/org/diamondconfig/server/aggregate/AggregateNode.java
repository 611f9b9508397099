/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.request.GroupCommit;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;

/** One node's datums over a database that it may share, its scheduler in the test's hands. */
final class AggregateNode {

    static final Caller ANN = new Caller("ann", "10.0.0.1", "", "shop");

    /** Commits changes that come together, while a test's threads wait for them. */
    private static final Scheduler COMMITS = Scheduler.on(Executors.newScheduledThreadPool(3, AggregateNode::daemon));

    final ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
    final Aggregates aggregates;
    final Configs configs;

    /** Runs once, between the look at a key and the change of a datum. */
    Runnable beforeChanging = () -> {};

    /** Runs once, between the reading of the datums and the recording of their merge. */
    Runnable beforeRecording = () -> {};

    private final TestConfigs wired;
    private final DatumStore datums;

    AggregateNode(TestStore store, Map<String, String> more) {
        wired = new TestConfigs(store);
        configs = wired.configs();
        Map<String, String> all = new HashMap<>(more);
        all.putIfAbsent("diamond.aggregate.window", "0s");
        Settings settings = Settings.of(all);
        MergeStore merges = new MergeStore(store.database(), wired.store()) {
            @Override
            Snapshot snapshot(EntityManager entities, ConfigKey key) {
                Snapshot snapshot = super.snapshot(entities, key);
                Runnable once = beforeRecording;
                beforeRecording = () -> {};
                once.run();
                return snapshot;
            }
        };
        DatumChange.Rules rules = new DatumChange.Rules(settings, wired.quotas());
        GroupCommit.Means means = new GroupCommit.Means(store.database(), COMMITS, Ticker.system());
        datums = new DatumStore(means, merges, new RequestStore(), TestAudit.store(store), rules) {
            @Override
            DatumRowStore.Standing look(EntityManager entities, ConfigKey key) {
                DatumRowStore.Standing standing = super.look(entities, key);
                Runnable once = beforeChanging;
                beforeChanging = () -> {};
                once.run();
                return standing;
            }
        };
        aggregates = new Aggregates(
                datums,
                new DatumPageStore(store.database()),
                new Merges(merges, configs, settings, scheduler, new PrometheusRegistry()),
                configs,
                new Aggregates.Upkeep(TestAudit.queue(store), scheduler, settings));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "diamond-test-commits");
        thread.setDaemon(true);
        return thread;
    }

    /** A node that merges without delay. */
    static AggregateNode over(TestStore store) {
        return new AggregateNode(store, Map.of()).started();
    }

    /** Started, and its first sweep done. */
    AggregateNode started() {
        aggregates.start();
        scheduler.runDue();
        return this;
    }

    DatumPublished publish(ConfigKey key, String datumId, String content) {
        return aggregates.change(DatumChange.publish(ANN, key, datumId, content));
    }

    DatumPublished remove(ConfigKey key, String datumId) {
        return aggregates.change(DatumChange.remove(ANN, key, datumId));
    }

    DatumPublished removeAll(ConfigKey key) {
        return aggregates.change(DatumChange.removeAll(ANN, key));
    }

    /** How many changes wait for one that is being committed. */
    int waiting() {
        return datums.waiting();
    }

    /** Merges what was asked for. */
    AggregateNode merge() {
        scheduler.runDue();
        return this;
    }

    Config find(ConfigKey key) {
        return configs.find(key).orElseThrow();
    }

    /** The content as readers see it, and its version. */
    String seen(ConfigKey key) {
        Config config = find(key);
        return config.version() + ": " + config.content();
    }

    /** The changes of configurations that this node told. */
    List<ConfigChanged> told() {
        return wired.told();
    }
}
