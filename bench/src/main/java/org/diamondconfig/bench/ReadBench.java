/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.ClosedLoop;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.wire.ConfigKey;

/**
 * GET of a 1 KiB configuration over 32 connections that are kept alive, against a bare servlet in the same container that
 * writes the same headers and bytes; 304 answers against 200 ones; and the read of the original Diamond's face against the native
 * one.
 */
final class ReadBench {

    private static final int CONNECTIONS = 32;
    private static final String MIRROR = BareWar.CONTEXT + "/mirror";
    private static final String FACE = "/diamond-server/config.co";

    private final Options options;
    private final Bed bed;
    private final List<Double> p99s = new ArrayList<>();

    private ReadBench(Options options, Bed bed) {
        this.options = options;
        this.bed = bed;
    }

    static Ledger run(Options options) {
        try (Bed bed = Bed.start(options, "-Xmx1g")) {
            return new ReadBench(options, bed).measure();
        }
    }

    private Ledger measure() {
        ConfigKey key = ConfigKey.of("bench", "read");
        Answer answer = bed.publish(key, "0123456789abcde\n".repeat(64));
        bed.mirror(answer);
        String match = "If-None-Match: " + answer.header("ETag").orElseThrow();
        Ledger ledger = new Ledger("read " + options.server(), options.conditions(), Instant.now());
        try (ClosedLoop ours = loop(Request.of("GET", Bed.target(key)), 200);
                ClosedLoop bare = loop(Request.of("GET", MIRROR), 200);
                ClosedLoop ours304 = loop(Request.of("GET", Bed.target(key), match), 304);
                ClosedLoop bare304 = loop(Request.of("GET", MIRROR, match), 304);
                ClosedLoop face = loop(Request.of("GET", FACE + "?dataId=read&group=bench"), 200)) {
            warmUp(List.of(ours, bare, ours304, bare304, face));
            Pairs plain = Pairs.measure(options.pairs(), () -> rateOfOurs(ours), () -> rate(bare));
            ledger.add("GET / bare servlet", "1/s", plain, Bound.atLeast(0.9));
            ledger.add(Figure.told("GET: 99th percentile of each slice", "us", Sample.of(p99s)));
            Pairs unchanged = Pairs.measure(options.pairs(), () -> rate(ours304), () -> rate(ours));
            ledger.add("304 / GET", "1/s", unchanged, Bound.atLeast(1));
            Pairs bothUnchanged = Pairs.measure(options.pairs(), () -> rate(ours304), () -> rate(bare304));
            ledger.add("304 / bare servlet's 304", "1/s", bothUnchanged, Bound.REPORTED);
            Pairs original = Pairs.measure(options.pairs(), () -> rate(face), () -> rate(ours));
            ledger.add("GET of the original Diamond's face / GET", "1/s", original, Bound.atLeast(0.9));
        }
        return ledger;
    }

    private ClosedLoop loop(Request request, int status) {
        return new ClosedLoop(bed.address(), CONNECTIONS, request, status);
    }

    private void warmUp(List<ClosedLoop> loops) {
        long end = System.nanoTime() + options.warmUp().toNanos();
        while (System.nanoTime() - end < 0) {
            for (ClosedLoop loop : loops) {
                loop.run(Duration.ofSeconds(1));
            }
        }
    }

    private double rateOfOurs(ClosedLoop ours) {
        ClosedLoop.Slice slice = ours.run(options.slice());
        p99s.add(slice.micros().percentile(99));
        return slice.perSecond();
    }

    private double rate(ClosedLoop loop) {
        return loop.run(options.slice()).perSecond();
    }
}
