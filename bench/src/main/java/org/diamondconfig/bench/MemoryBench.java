/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The in-memory parts, by JMH: each iteration's time, and what it allocates. The client's get has a goal; the rest is told. */
final class MemoryBench {

    private static final String CLIENT_GET = "ClientGetBenchmark";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MemoryBench() {}

    /** @param pattern which benchmarks, a regular expression */
    static Ledger run(org.diamondconfig.bench.Options how, String pattern) {
        Options options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(5)
                .warmupTime(TimeValue.milliseconds(how.warmUp().toMillis() / 5))
                .measurementIterations(how.pairs())
                .measurementTime(TimeValue.milliseconds(how.slice().toMillis()))
                .addProfiler(GCProfiler.class)
                .build();
        Ledger ledger = new Ledger(
                pattern.equals(CLIENT_GET) ? "client" : "memory", how.pairs() + " iterations of JMH", Instant.now());
        try {
            new Runner(options).run().forEach(result -> add(ledger, result));
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        return ledger;
    }

    private static void add(Ledger ledger, RunResult run) {
        BenchmarkParams params = run.getParams();
        String name = params.getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1 ")
                + params.getParamsKeys().stream()
                        .map(key -> " " + key + "=" + params.getParam(key))
                        .collect(Collectors.joining());
        boolean goal = params.getBenchmark().contains(CLIENT_GET);
        Collection<IterationResult> iterations = run.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .toList();
        Sample times = Sample.of(iterations.stream()
                .mapToDouble(each -> each.getPrimaryResult().getScore())
                .toArray());
        Sample bytes = Sample.of(
                iterations.stream().mapToDouble(MemoryBench::allocated).toArray());
        String unit = run.getPrimaryResult().getScoreUnit();
        ledger.add(new Figure(name, unit, times, goal ? Bound.atMost(200) : Bound.REPORTED));
        ledger.add(new Figure(name + ": allocated", "B/op", bytes, goal ? Bound.atMost(0.01) : Bound.REPORTED));
    }

    private static double allocated(IterationResult iteration) {
        String name = iteration.getSecondaryResults().keySet().stream()
                .filter(each -> each.endsWith(ALLOCATED))
                .findFirst()
                .orElseThrow();
        return iteration.getSecondaryResults().get(name).getScore();
    }
}
