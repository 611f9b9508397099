/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.rate.Bucket.Pace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In any time nobody gets more than all the tokens of a full bucket and those that came back meanwhile. */
class BucketTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int THREADS = 8;

    private final ManualTicker ticker = new ManualTicker();

    private Bucket bucket(long tokens, long atOnce) {
        return new Bucket(Pace.of(tokens, SECOND, atOnce), ticker.nanos());
    }

    private boolean takes(Bucket bucket) {
        return bucket.take(ticker.nanos()) == 0;
    }

    private int drain(Bucket bucket) {
        int taken = 0;
        while (takes(bucket)) {
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40_000})
    void fullBucket_hasAllItsTokensAtOnce_andFillsUpToThose(int atOnce) {
        Bucket bucket = bucket(20_000, atOnce);

        assertThat(drain(bucket)).isEqualTo(atOnce);
        ticker.advance(Duration.ofHours(1));
        assertThat(drain(bucket)).isEqualTo(atOnce);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000000", "3, 333333334", "5000, 200000", "20000, 50000", "2147483647, 1"})
    void tokensComeBackOneByOne_andNeverFasterThanTheyMay(int aSecond, long nanos) {
        Bucket bucket = bucket(aSecond, 2);
        drain(bucket);

        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(ticker.nanos())).isEqualTo(nanos);
            ticker.advance(Duration.ofNanos(nanos - 1));
            assertThat(nanos == 1 || bucket.take(ticker.nanos()) == 1).isTrue();
            ticker.advance(Duration.ofNanos(1));
            assertThat(takes(bucket)).isTrue();
        }
    }

    @Test
    void whoIsRefused_pushesNobodyBack() {
        Bucket bucket = bucket(10, 20);
        drain(bucket);
        for (int i = 0; i < 10_000; i++) {
            assertThat(bucket.take(ticker.nanos())).isEqualTo(100_000_000);
        }

        ticker.advance(SECOND);

        assertThat(drain(bucket)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inNoWindow_moreThanAFullBucketAndWhatCameBack(long seed) {
        Random random = new Random(seed);
        int aSecond = 1 + random.nextInt(50);
        int atOnce = 1 + random.nextInt(20);
        Bucket bucket = bucket(aSecond, atOnce);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            ticker.advance(Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(20)));
            if (takes(bucket)) {
                taken.add(ticker.nanos());
            }
        }

        for (int first = 0; first < taken.size(); first++) {
            long start = taken.get(first);
            int before = first;
            assertThat(IntStream.range(first, taken.size()))
                    .as("tokens taken from %s on", start)
                    .noneMatch(last -> last - before + 1
                            > atOnce + (taken.get(last) - start) * (double) aSecond / SECOND.toNanos() + 1e-6);
        }
    }

    @Test
    void manyThreadsAtOnce_getWhatOneWouldGet() throws Exception {
        Random random = new Random(7);
        Bucket bucket = bucket(1_000, 500);
        Bucket ofOne = bucket(1_000, 500);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 50; round++) {
                List<Future<Integer>> takers = IntStream.range(0, THREADS)
                        .mapToObj(i -> threads.submit(() -> drain(bucket)))
                        .toList();
                int taken = 0;
                for (Future<Integer> taker : takers) {
                    taken += taker.get();
                }

                assertThat(taken).isEqualTo(drain(ofOne));
                ticker.advance(Duration.ofMillis(random.nextInt(700)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void clockThatTurnsOverToNegativeNumbers_changesNothing() {
        long nearlyOver = Long.MAX_VALUE - 10;
        Bucket bucket = new Bucket(Pace.of(1, SECOND, 1), nearlyOver);

        assertThat(bucket.take(nearlyOver)).isZero();
        assertThat(bucket.take(nearlyOver + 20)).isEqualTo(SECOND.toNanos() - 20);
        assertThat(bucket.isFull(nearlyOver + 20)).isFalse();
        assertThat(bucket.take(nearlyOver + SECOND.toNanos())).isZero();
    }

    @Test
    void waits_areToldInWholeSecondsThatAreLongEnough() {
        assertThat(Bucket.seconds(1)).isEqualTo(1);
        assertThat(Bucket.seconds(SECOND.toNanos())).isEqualTo(1);
        assertThat(Bucket.seconds(SECOND.toNanos() + 1)).isEqualTo(2);
    }
}
