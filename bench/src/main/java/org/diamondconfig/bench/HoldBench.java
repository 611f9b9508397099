/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.ClosedLoop;
import org.diamondconfig.bench.http.Crowd;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;

/**
 * Thousands of held polls: the heap of ours per poll above what the container keeps for a suspended request, and how soon
 * one publish has answered all of them. The same connections are held by bare.war and by Diamond in turn.
 */
final class HoldBench {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final String WATCH = Bed.API + "/watch?wait=55s";
    private static final String BARE_HOLD = BareWar.CONTEXT + "/hold";
    private static final int OTHERS = 1_000;

    private final Options options;
    private final Bed bed;
    private final Watched watched;
    private final Ledger ledger;

    private final List<Double> bareKib = new ArrayList<>();
    private final List<Double> diamondKib = new ArrayList<>();
    private final List<Double> oursKib = new ArrayList<>();
    private final List<Double> median = new ArrayList<>();
    private final List<Double> last = new ArrayList<>();
    private final List<Double> readP99 = new ArrayList<>();

    private HoldBench(Options options, Bed bed) {
        this.options = options;
        this.bed = bed;
        this.watched = new Watched(bed, OTHERS);
        this.ledger = new Ledger(
                "hold " + options.server() + " " + options.size() + "x" + options.keys(),
                options.server() + ", -Xmx2g, " + options.pairs() + " rounds after "
                        + options.warmUp().toSeconds() + " s of them",
                Instant.now());
    }

    static Ledger run(Options options) {
        try (Bed bed = Bed.start(options, "-Xmx2g")) {
            return new HoldBench(options, bed).measure();
        }
    }

    private Ledger measure() {
        try (Crowd crowd = new Crowd(bed.address(), options.size())) {
            long warm = System.nanoTime() + options.warmUp().toNanos();
            while (System.nanoTime() - warm < 0) {
                holdBare(crowd, () -> 0);
                holdDiamond(crowd, () -> 0);
            }
            List.of(median, last, readP99).forEach(List::clear);
            for (int i = 0; i < options.pairs(); i++) {
                round(crowd);
            }
        }
        boolean few = options.keys() <= 20;
        double limit = few ? 8 : 16;
        ledger.add(new Figure("heap of ours per held poll", "KiB", Sample.of(oursKib), Bound.atMost(limit)))
                .add(Figure.told("heap per poll held by Diamond", "KiB", Sample.of(diamondKib)))
                .add(Figure.told("heap per request held by bare.war", "KiB", Sample.of(bareKib)))
                .add(new Figure(
                        "publish to last answer", "ms", Sample.of(last), few ? Bound.atMost(3_000) : Bound.REPORTED))
                .add(new Figure(
                        "publish to median answer",
                        "ms",
                        Sample.of(median),
                        few ? Bound.atMost(1_000) : Bound.REPORTED))
                .add(Figure.told("GETs of others meanwhile, p99", "ms", Sample.of(readP99)))
                .add(Figure.of("resident memory", "MiB", Jvm.resident(bed.pid()) / 1048576.0, Bound.REPORTED));
        leave();
        return ledger;
    }

    private void round(Crowd crowd) {
        double idle = Jvm.liveHeap(bed.pid());
        double bare = kib(holdBare(crowd, () -> Jvm.liveHeap(bed.pid())) - idle);
        double diamond = kib(holdDiamond(crowd, () -> Jvm.liveHeap(bed.pid())) - idle);
        bareKib.add(bare);
        diamondKib.add(diamond);
        oursKib.add(diamond - bare);
    }

    private double kib(double bytes) {
        return bytes / 1024 / options.size();
    }

    private long holdBare(Crowd crowd, LongSupplier heap) {
        crowd.ask(i -> watched.probe(BARE_HOLD, i, options.keys()));
        await(() -> bareHeld() == options.size(), crowd);
        long used = heap.getAsLong();
        try (Line releasing = new Line(bed.address())) {
            releasing.send(Request.of("DELETE", BARE_HOLD));
            crowd.awaitAll(PATIENCE);
            releasing.receive().require(200, 204);
        }
        return used;
    }

    private long bareHeld() {
        return Long.parseLong(
                bed.line().exchange(Request.of("GET", BARE_HOLD)).require(200).text());
    }

    private long holdDiamond(Crowd crowd, LongSupplier heap) {
        crowd.ask(i -> watched.probe(WATCH, i, options.keys()));
        await(() -> held() == options.size(), crowd);
        long used = heap.getAsLong();
        try (ClosedLoop readers = new ClosedLoop(bed.address(), 4, watched.readOther(), 200)) {
            CompletableFuture<ClosedLoop.Slice> reading =
                    CompletableFuture.supplyAsync(() -> readers.run(Duration.ofSeconds(2)));
            crowd.idle(Duration.ofMillis(300));
            wake(crowd);
            readP99.add(reading.join().micros().percentile(99) / 1e3);
        }
        return used;
    }

    private void wake(Crowd crowd) {
        if (crowd.arrived() > 0) {
            throw new IllegalStateException(crowd.arrived() + " polls were answered before the publish");
        }
        long sent = System.nanoTime();
        bed.line().send(watched.change());
        long[] arrivals = crowd.awaitAll(PATIENCE);
        watched.published(bed.line().receive());
        Sample took = Sample.of(
                Arrays.stream(arrivals).mapToDouble(at -> (at - sent) / 1e6).toArray());
        median.add(took.median());
        last.add(took.greatest());
    }

    private double held() {
        return bed.metric("diamond_polls_held");
    }

    /** The clients go without a word; how long until the registry is empty again. */
    private void leave() {
        try (Crowd leaving = new Crowd(bed.address(), options.size())) {
            leaving.ask(i -> watched.probe(Bed.API + "/watch?wait=" + HOLD.toSeconds() + "s", i, options.keys()));
            await(() -> held() == options.size(), leaving);
        }
        long left = System.nanoTime();
        while (held() > 0 && System.nanoTime() - left < PATIENCE.toNanos()) {
            LockSupport.parkNanos(50_000_000);
        }
        double took = (System.nanoTime() - left) / 1e9;
        ledger.add(Figure.of("registry empty after the clients left (hold 30 s)", "s", took, Bound.atMost(31)));
    }

    private static void await(BooleanSupplier reached, Crowd crowd) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (crowd.arrived() > 0 || System.nanoTime() - end > 0) {
                throw new IllegalStateException("not all are held, and answered are " + crowd.arrived());
            }
            crowd.idle(Duration.ofMillis(50));
        }
    }
}
