/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.DirectEvent;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.quota.Counts;
import org.diamondconfig.wire.ConfigKey;

/** One node's dump over a fake database, its time moved by hand. */
final class DumpNode {

    final PrometheusRegistry metrics = new PrometheusRegistry();
    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler(ticker);
    final List<ConfigDumped> events = new CopyOnWriteArrayList<>();
    final DirectEvent<ConfigDumped> dumped = new DirectEvent<ConfigDumped>().observedBy(events::add);
    final Counts counts = new Counts();
    final Settings settings;
    final FakeFeed feed;
    final DumpTable table;
    final Dump dump;

    DumpNode(Path data, FakeFeed feed) {
        this.feed = feed;
        settings = Settings.of(Map.of("diamond.data", data.toString()));
        table = new DumpTable(settings, dumped, new Trace(ticker, Clock.systemUTC()), Clock.systemUTC(), counts);
        Sweep sweep = new Sweep(table, feed, settings, scheduler, ticker);
        dump = new Dump(table, feed, sweep, scheduler, metrics);
        dumped.observedBy(dump::onDumped);
        feed.onRecorded(this::tell);
    }

    /** Started, and the first sweep done. */
    DumpNode started() {
        dump.start();
        scheduler.runDue();
        return this;
    }

    void pass(Duration time) {
        scheduler.advance(time);
    }

    /** A publish on this node. */
    Config publish(ConfigKey key, String content) {
        return tell(feed.publish(key, content));
    }

    /** By somebody who does not know the content. */
    Config tell(Config row) {
        dump.onChanged(ConfigChanged.of(row.key(), row.epoch(), row.version()));
        return row;
    }

    /** By the publisher. */
    void tellWhole(Config row) {
        dump.onChanged(new ConfigChanged(row.key(), row.epoch(), row.version(), Optional.of(row.served())));
    }

    /** {@code version:content} as it is served, {@code absent:version}, or {@code loading}. */
    String read(ConfigKey key) {
        Lookup lookup = dump.read(key, Caller.SYSTEM);
        if (lookup instanceof Lookup.Found found) {
            DumpEntry entry = found.entry();
            return entry.version() + ":" + FakeFeed.text(entry.content().orElseThrow());
        }
        return lookup instanceof Lookup.Absent absent ? "absent:" + absent.version() : "loading";
    }

    /** What a metric says of one kind of sweep. */
    double value(String metric, String sweep) {
        return metrics.scrape(name -> name.equals(metric)).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .filter(point -> sweep.equals(point.getLabels().get("sweep")))
                .mapToDouble(point -> point instanceof CounterSnapshot.CounterDataPointSnapshot counter
                        ? counter.getValue()
                        : ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
                .findFirst()
                .orElseThrow();
    }
}
