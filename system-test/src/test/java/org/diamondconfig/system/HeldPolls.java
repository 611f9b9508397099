/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * A thousand polls that a server holds when it ends in good order, publishes going on meanwhile.
 *
 * @param acks what was acknowledged until then
 */
record HeldPolls(Figures figures, Acks acks) {

    private static final ConfigKey KEY = ConfigKey.of("rolling", "held");
    private static final int POLLS = 1_000;
    private static final Duration ALL_HELD_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

    /** For one end of a server. */
    HeldPolls(Figures figures) {
        this(figures, new Acks());
    }

    /**
     * The end of a poll.
     *
     * @param status 0: it was cut
     */
    private record Held(int status, long at) {
        static Held now(HttpResponse<byte[]> answer, Throwable cut) {
            return new Held(cut == null ? answer.statusCode() : 0, System.nanoTime());
        }
    }

    /** Holds polls at a server, publishes there until it ends, and asserts that all that was held is answered at once. */
    void assertAnswered(Api api, Runnable end) throws Exception {
        assertAnswered(api, end, false);
    }

    /** The same where nobody tells when the end begins, as of an undeployment: from the first answer on. */
    void assertAnsweredOnceItBegins(Api api, Runnable end) throws Exception {
        assertAnswered(api, end, true);
    }

    private void assertAnswered(Api api, Runnable end, boolean fromFirst) throws Exception {
        assertThat(api.publish(KEY, "held").statusCode()).isEqualTo(200);
        List<CompletableFuture<Held>> polls = IntStream.range(0, POLLS)
                .mapToObj(i -> api.poll(KEY, Md5.hex("held")).handle(Held::now))
                .toList();
        Awaitility.await("the polls").atMost(ALL_HELD_WITHIN).until(() -> api.pollsHeld() >= POLLS);

        Thread writer = Link.start("writer", () -> acks.publishUntilRefused(api));
        Awaitility.await("a first publish to be acknowledged").until(() -> acks.count() > 0);
        long began = System.nanoTime();
        List<Held> answers = new ArrayList<>();
        Duration within;
        CompletableFuture<Void> ending;
        try (Stalls stalls = Stalls.watch()) {
            ending = CompletableFuture.runAsync(end);
            for (CompletableFuture<Held> poll : polls) {
                answers.add(poll.get(1, TimeUnit.MINUTES));
            }
            within = stalls.over(ANSWERED_WITHIN);
        }
        ending.join();
        writer.join();

        long first = fromFirst ? answers.stream().mapToLong(Held::at).min().orElseThrow() : began;
        long last = answers.stream().mapToLong(Held::at).max().orElseThrow();
        Duration took = Duration.ofNanos(last - first);
        long cut = answers.stream().filter(answer -> answer.status() == 0).count();
        figures.say(POLLS + " polls ended over " + took.toMillis() + " ms, " + cut + " of them cut");
        assertThat(took).isLessThan(within);
        assertThat(answers).extracting(Held::status).containsOnly(503);
    }
}
