/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.ClosedLoop;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.bench.server.Visitor;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchCodec;

/**
 * What it costs to ask who comes: a GET with a token at a closed server against the same GET at an open one; what a key costs in a
 * poll of many against one of few; and what others have left while somebody floods the sign-in.
 */
final class AccessBench {

    private static final ConfigKey KEY = ConfigKey.of("bench", "read");
    private static final String CONTENT = "0123456789abcde\n".repeat(64);
    private static final int CONNECTIONS = 32;
    private static final int MANY = 3_000;
    private static final int FEW = 30;
    private static final int POLLS = 20;
    private static final int READERS = 8;
    private static final int PUBLISHERS = 4;
    private static final int SIGN_INS = 200;

    private final Options options;
    private final Bed open;
    private final Bed closed;
    private final String token;

    private AccessBench(Options options, Bed open, Bed closed, String token) {
        this.options = options;
        this.open = open;
        this.closed = closed;
        this.token = "Authorization: Bearer " + token;
    }

    static Ledger run(Options options) {
        Path folder = options.fresh();
        Options shut = options.withSettings(Map.of(
                "diamond.access",
                "closed",
                "diamond.proxies",
                "127.0.0.0/8",
                "diamond.admin.password-file",
                Visitor.passwordIn(folder).toString()));
        try (Bed open = filled(Bed.start(options, folder.resolve("open/node"), "-Xmx768m"));
                Bed closed = Bed.start(shut, folder.resolve("closed/node"), "-Xmx768m")) {
            return new AccessBench(options, open, closed, token(closed)).measure();
        }
    }

    /** One that may publish and read everything public. */
    private static String token(Bed server) {
        return Visitor.at(server.address()).token("{\"can\":[\"publisher\"],\"namespace\":\"public\"}");
    }

    /** At once: the connection for setting things up is given up by the server while the other one starts. */
    private static Bed filled(Bed bed) {
        bed.publish(KEY, CONTENT);
        return bed;
    }

    private Ledger measure() {
        Ledger ledger = new Ledger("access " + options.server(), options.conditions(), Instant.now());
        closed.line().exchange(put(KEY, CONTENT)).require(200);
        read(ledger);
        polls(ledger);
        flood(ledger);
        return ledger;
    }

    private Request put(ConfigKey key, String content) {
        return Bed.put(key, content, token);
    }

    private void read(Ledger ledger) {
        try (ClosedLoop withToken =
                        new ClosedLoop(closed.address(), CONNECTIONS, Request.of("GET", Bed.target(KEY), token), 200);
                ClosedLoop without =
                        new ClosedLoop(open.address(), CONNECTIONS, Request.of("GET", Bed.target(KEY)), 200)) {
            long end = System.nanoTime() + options.warmUp().toNanos();
            while (System.nanoTime() - end < 0) {
                rate(withToken);
                rate(without);
            }
            ledger.add(
                    "GET with a token / GET in open mode",
                    "1/s",
                    Pairs.measure(options.pairs(), () -> rate(withToken), () -> rate(without)),
                    Bound.atLeast(0.9));
        }
    }

    private double rate(ClosedLoop loop) {
        return loop.run(options.slice()).perSecond();
    }

    /** All but one of the keys are as the poll has them: it is registered as a whole, compared, and then answered at once. */
    private void polls(Ledger ledger) {
        List<ConfigKey> keys = IntStream.range(0, MANY)
                .mapToObj(number -> ConfigKey.of("bench", "poll-" + number))
                .toList();
        Pairs pairs;
        try (Line line = new Line(closed.address())) {
            keys.forEach(key -> line.exchange(put(key, "x")).require(200));
            Epoch epoch = Epoch.parse(line.exchange(Request.of("GET", Bed.target(keys.get(0)), token))
                    .require(200)
                    .header("Diamond-Epoch")
                    .orElseThrow());
            Request many = poll(epoch, keys);
            Request few = poll(epoch, keys.subList(0, FEW));
            for (int i = 0; i < options.pairs(); i++) {
                microsOfAKey(line, many, MANY);
                microsOfAKey(line, few, FEW);
            }
            pairs = Pairs.measure(
                    options.pairs(), () -> microsOfAKey(line, many, MANY), () -> microsOfAKey(line, few, FEW));
        }
        ledger.add("a key in a poll of 3,000 / of 30", "us", pairs, Bound.atMost(1));
        ledger.add(Figure.told(
                "a whole poll of 3,000", "us", Sample.of(pairs.ours().median() * MANY)));
    }

    private Request poll(Epoch epoch, List<ConfigKey> keys) {
        List<Probe.Item> items = IntStream.range(0, keys.size())
                .mapToObj(i -> new Probe.Item(
                        keys.get(i), OptionalLong.of(i == 0 ? 0 : 1), Md5.hex(i == 0 ? "something else" : "x")))
                .toList();
        return Request.withBody(
                "POST",
                Bed.API + "/watch?wait=30s",
                WatchCodec.encodeProbe(new Probe(Optional.of(epoch), items)),
                "Content-Type: application/json",
                token);
    }

    private static double microsOfAKey(Line line, Request poll, int keys) {
        double[] micros = new double[POLLS];
        for (int i = 0; i < POLLS; i++) {
            long sent = System.nanoTime();
            Answer answer = line.exchange(poll).require(200);
            micros[i] = (answer.arrivedAt() - sent) / 1e3;
        }
        return Sample.of(micros).median() / keys;
    }

    /** What two kinds of callers got done in a slice, a second. */
    private record Rates(double reads, double publishes) {}

    private void flood(Ledger ledger) {
        Pairs reads = new Pairs();
        Pairs publishes = new Pairs();
        List<Double> hashed = new ArrayList<>();
        List<Double> refused = new ArrayList<>();
        try (ClosedLoop readers =
                        new ClosedLoop(closed.address(), READERS, Request.of("GET", Bed.target(KEY), token), 200);
                Publishers publishers = new Publishers(closed.address(), PUBLISHERS, token)) {
            long end = System.nanoTime() + options.warmUp().toNanos();
            while (System.nanoTime() - end < 0) {
                flooded(readers, publishers);
            }
            for (int i = 0; i < options.pairs(); i++) {
                Rates calm = slice(readers, publishers);
                Flooded flooded = flooded(readers, publishers);
                hashed.add(flooded.hashed);
                refused.add(flooded.refused);
                reads.add(flooded.rates.reads, calm.reads);
                publishes.add(flooded.rates.publishes, calm.publishes);
            }
        }
        ledger.add(Figure.told("sign-ins of a slice: hashed", "", Sample.of(hashed)));
        ledger.add(Figure.told("sign-ins of a slice: sent away", "", Sample.of(refused)));
        ledger.add("reads of others under a flood of sign-ins / without", "1/s", reads, Bound.atLeast(0.8));
        ledger.add("publishes of others under a flood of sign-ins / without", "1/s", publishes, Bound.atLeast(0.8));
    }

    /**
     * A slice under a flood of sign-ins.
     *
     * @param hashed how many of them had a password hashed
     * @param refused how many were sent away
     */
    private record Flooded(Rates rates, double hashed, double refused) {}

    private Flooded flooded(ClosedLoop readers, Publishers publishers) {
        try (SignInFlood flood = new SignInFlood(closed.address(), SIGN_INS)) {
            Rates rates = slice(readers, publishers);
            return new Flooded(rates, flood.answered(401), flood.answered(429));
        }
    }

    private Rates slice(ClosedLoop readers, Publishers publishers) {
        Duration length = options.slice();
        CompletableFuture<Double> published = CompletableFuture.supplyAsync(() -> publishers.run(length));
        double reads = readers.run(length).perSecond();
        return new Rates(reads, published.join());
    }
}
