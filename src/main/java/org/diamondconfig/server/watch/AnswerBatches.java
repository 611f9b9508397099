/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.edge.Trace.Step;

/**
 * Deals polls out to the {@link AnswerWriter} in batches: few tasks for many polls, and none that keeps a thread for long.
 * Thread-safe.
 */
@Component
final class AnswerBatches {

    /** Polls of one task. At some 50 microseconds an answer a task takes about 10 ms. */
    static final int SIZE = 256;

    private static final Logger LOG = System.getLogger("diamond.watch");

    private final AnswerWriter writer;
    private final Trace trace;

    @Inject
    AnswerBatches(AnswerWriter writer, Trace trace) {
        this.writer = writer;
        this.trace = trace;
    }

    /**
     * Has this done to each poll, soon and in no order.
     *
     * @return counts down to zero when all is done
     */
    CountDownLatch each(List<HeldPoll> polls, Consumer<HeldPoll> act) {
        return deal(polls, batch -> batch.forEach(poll -> guarded(poll, act)));
    }

    /** Has this done to each poll, and waits until it is, but no longer than this. */
    void each(List<HeldPoll> polls, Consumer<HeldPoll> act, Duration most) {
        try {
            each(polls, act).await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries to tell each poll of this change, soon and in no order, and traces how many were. */
    void tell(ConfigDumped change, List<HeldPoll> polls, Predicate<HeldPoll> tell) {
        deal(polls, batch -> {
            int[] told = {0};
            batch.forEach(poll -> guarded(poll, each -> told[0] += tell.test(each) ? 1 : 0));
            if (told[0] > 0) {
                trace.mark(Step.ANSWER, change.key(), change.version(), told[0] + " polls");
            }
        });
    }

    private CountDownLatch deal(List<HeldPoll> polls, Consumer<List<HeldPoll>> act) {
        CountDownLatch undone = new CountDownLatch((polls.size() + SIZE - 1) / SIZE);
        for (int start = 0; start < polls.size(); start += SIZE) {
            List<HeldPoll> batch = polls.subList(start, Math.min(start + SIZE, polls.size()));
            write(() -> {
                try {
                    act.accept(batch);
                } finally {
                    undone.countDown();
                }
            });
        }
        return undone;
    }

    /** The failure of one poll's answer, be it for want of memory, is no reason not to answer the next. */
    private static void guarded(HeldPoll poll, Consumer<HeldPoll> act) {
        try {
            act.accept(poll);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a poll could not be answered; its client asks again when its own time is up", e);
        }
    }

    private void write(Runnable batch) {
        try {
            writer.write(batch);
        } catch (RuntimeException e) {
            // A publisher that is slow for once is better than clients that are not told.
            LOG.log(Level.WARNING, "no managed thread for the answers of polls; they are written on this one", e);
            batch.run();
        }
    }
}
