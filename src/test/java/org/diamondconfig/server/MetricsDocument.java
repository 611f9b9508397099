/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes docs/metrics.md from what a running server has registered. Stateless. */
final class MetricsDocument {

    private static final String HEAD = """
            # Metrics

            `/metrics` answers these in the text form of Prometheus, or in OpenMetrics to who asks for it. A counter begins at 0 \
            with the process. This page is written from a running server; a test fails when it is not current.

            | name | type | labels | unit | meaning |
            |---|---|---|---|---|
            """;

    private MetricsDocument() {}

    static String markdown(PrometheusRegistry registry) {
        Map<String, String> rows = new TreeMap<>();
        for (MetricSnapshot metric : registry.scrape()) {
            rows.put(metric.getMetadata().getPrometheusName(), row(metric));
        }
        return HEAD + String.join("", rows.values());
    }

    private static String row(MetricSnapshot metric) {
        boolean counter = metric instanceof CounterSnapshot;
        String name = metric.getMetadata().getPrometheusName() + (counter ? "_total" : "");
        String help = metric.getMetadata().getHelp();
        return "| `" + name + "` | " + (counter ? "counter" : "gauge") + " | " + labels(metric) + " | "
                + unit(name, help) + " | " + help + " |\n";
    }

    private static String labels(MetricSnapshot metric) {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (DataPointSnapshot point : metric.getDataPoints()) {
            point.getLabels()
                    .forEach(label -> labels.computeIfAbsent(label.getName(), name -> new TreeSet<>())
                            .add(label.getValue()));
        }
        List<String> columns = labels.entrySet().stream()
                .map(label -> "`" + label.getKey() + "`: " + String.join(", ", label.getValue()))
                .toList();
        return String.join("; ", columns);
    }

    private static String unit(String name, String help) {
        if (name.endsWith("_seconds")) {
            return "seconds";
        }
        if (name.endsWith("_bytes")) {
            return "bytes";
        }
        return help.startsWith("1 ") ? "1 or 0" : "count";
    }
}
