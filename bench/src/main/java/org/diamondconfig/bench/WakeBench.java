/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchCodec;

/**
 * How long after the 200 of a publish a poll that waits on the same node has its answer, against a plain GET. Each pair is
 * the medians of one round of publishes and GETs in turn.
 */
final class WakeBench {

    private static final int ROUND = 40;
    private static final ConfigKey KEY = ConfigKey.of("bench", "wake");
    private static final Request GET = Request.of("GET", Bed.target(KEY));

    /** Longer than a poll takes to be held; a publish that came first would be answered at once and prove nothing. */
    private static final long HELD_AFTER_NANOS = 3_000_000;

    private final Options options;
    private final Line publisher;
    private final Line reader;
    private final Line waiter;
    private final ExecutorService waiting = Executors.newSingleThreadExecutor();

    private final double[] get = new double[ROUND];
    private final double[] put = new double[ROUND];
    private final double[] afterPut = new double[ROUND];
    private final double[] sinceBegin = new double[ROUND];

    private Answer last;
    private int published;

    private WakeBench(Options options, Bed bed) {
        this.options = options;
        publisher = new Line(bed.address());
        reader = new Line(bed.address());
        waiter = new Line(bed.address());
        last = bed.publish(KEY, "content 0");
    }

    static Ledger run(Options options) {
        try (Bed bed = Bed.start(options, "-Xmx1g")) {
            WakeBench bench = new WakeBench(options, bed);
            try {
                return bench.measure();
            } finally {
                bench.waiting.shutdownNow();
            }
        }
    }

    private Ledger measure() {
        long warm = System.nanoTime() + options.warmUp().toNanos();
        while (System.nanoTime() - warm < 0) {
            round();
        }
        Pairs pairs = new Pairs();
        Pairs signed = new Pairs();
        Pairs puts = new Pairs();
        for (int i = 0; i < options.pairs(); i++) {
            round();
            double after = Sample.of(afterPut).median();
            pairs.add(Math.max(0, after), Sample.of(get).median());
            signed.add(after, Sample.of(get).percentile(99));
            puts.add(Sample.of(sinceBegin).median(), Sample.of(put).median());
        }
        return new Ledger("wake " + options.server(), options.conditions() + " of " + ROUND, Instant.now())
                .add("poll after the PUT's 200 / GET, p50 of each", "us", pairs, Bound.atMost(1.5))
                .add(Figure.told("poll's answer minus PUT's 200, signed", "us", signed.ours()))
                .add(Figure.told("GET, p99", "us", signed.theirs()))
                .add(Figure.told("poll's answer since the PUT was sent, p50", "us", puts.ours()))
                .add(Figure.told("PUT, p50", "us", puts.theirs()));
    }

    private void round() {
        for (int i = 0; i < ROUND; i++) {
            long sent = System.nanoTime();
            get[i] = (reader.exchange(GET).require(200).arrivedAt() - sent) / 1e3;
            one(i);
        }
    }

    private void one(int i) {
        waiter.send(poll());
        CompletableFuture<Answer> woken = CompletableFuture.supplyAsync(waiter::receive, waiting);
        LockSupport.parkNanos(HELD_AFTER_NANOS);
        if (woken.isDone()) {
            throw new IllegalStateException("not held: " + woken.join());
        }
        Request request = Bed.put(KEY, "content " + ++published);
        long sent = System.nanoTime();
        last = publisher.exchange(request).require(200);
        Answer answer = woken.join().require(200);
        if (!answer.text().contains("content " + published)) {
            throw new IllegalStateException("woken without the new content: " + answer.text());
        }
        put[i] = (last.arrivedAt() - sent) / 1e3;
        afterPut[i] = (answer.arrivedAt() - last.arrivedAt()) / 1e3;
        sinceBegin[i] = (answer.arrivedAt() - sent) / 1e3;
    }

    private Request poll() {
        Probe probe = new Probe(
                Optional.of(Epoch.parse(last.header("Diamond-Epoch").orElseThrow())),
                List.of(new Probe.Item(
                        KEY,
                        OptionalLong.of(
                                Long.parseLong(last.header("Diamond-Version").orElseThrow())),
                        Md5.hex("content " + published))));
        return Request.withBody(
                "POST",
                Bed.API + "/watch?wait=30s",
                WatchCodec.encodeProbe(probe),
                "Content-Type: application/json",
                "Diamond-Client: id=00000000000000000000000000000001; app=bench");
    }
}
