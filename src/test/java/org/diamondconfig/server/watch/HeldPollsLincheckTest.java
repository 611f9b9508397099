/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.watch.HeldPoll.End;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of a poll and a change, as far as the model checker gets: nobody who is behind is left waiting, and nobody
 * is answered twice. That the check can fail is shown by the order the other way round.
 *
 * <p>What is not ours to check is kept small, for every step of it is explored, too: the state of the key is one number.
 */
class HeldPollsLincheckTest {

    private static final int INTERLEAVINGS = 300;
    private static final ConfigKey KEY = ConfigKey.of("G", "d");
    private static final Epoch EPOCH = FakeServed.EPOCH;
    private static final Optional<Served.State> BEFORE = Optional.of(new Seen(0));
    private static final Optional<Served.State> AFTER = Optional.of(new Seen(1));

    /** The key at one version. Nothing is computed here. */
    private record Seen(long version) implements Served.State {

        @Override
        public ConfigKey key() {
            return KEY;
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public long md5High() {
            return version;
        }

        @Override
        public long md5Low() {
            return version;
        }

        @Override
        public ConfigType type() {
            return ConfigType.TEXT;
        }

        @Override
        public int length() {
            return 0;
        }

        @Override
        public Optional<byte[]> content() {
            return Optional.empty();
        }
    }

    /** One key that is published while somebody begins to watch it; the pieces are those of {@link HeldPolls}. */
    private static final class Board implements Served {

        private final PollIndex index = new PollIndex();
        private final AtomicInteger answers = new AtomicInteger();
        private volatile Optional<State> now = BEFORE;

        @Override
        public Optional<State> find(ConfigKey key, Caller caller) {
            return now;
        }

        @Override
        public Optional<Probe.Branch> find(ConfigKey.Prefix prefix, Caller caller) {
            return Optional.empty();
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        HeldPoll poll() {
            Probe.Item nothing = new Probe.Item(KEY, OptionalLong.of(0), "");
            Probe probe = new Probe(Optional.of(EPOCH), List.of(nothing));
            return new HeldPoll(
                    new Ask(Caller.SYSTEM, ClientHeader.NONE, probe, Duration.ofSeconds(1), null, () -> true),
                    index,
                    this,
                    0);
        }

        void registerThenCompare(HeldPoll poll) {
            index.add(poll);
            wake(poll);
        }

        void compareThenRegister(HeldPoll poll) {
            wake(poll);
            index.add(poll);
        }

        void publish() {
            now = AFTER;
            index.watching(KEY).forEach(this::wake);
        }

        private void wake(HeldPoll poll) {
            if (!poll.differences(this).isEmpty() && poll.settle(End.WAKE)) {
                index.remove(poll);
                answers.incrementAndGet();
            }
        }

        void check() {
            if (answers.get() != 1) {
                throw new IllegalStateException(answers + " answers instead of one");
            }
            if (index.keys() != 0) {
                throw new IllegalStateException("an answered poll is still in the index");
            }
        }
    }

    private interface Registration {
        void hold(Board board, HeldPoll poll);
    }

    /**
     * The checker calls an execution hung that lasts thirty seconds by the clock, and its first one loads and rewrites every
     * class, which takes about as long on a busy machine. That one is done here, where this verdict says nothing of us.
     */
    @BeforeAll
    static void loadClasses() {
        try {
            race(1, Board::registerThenCompare);
        } catch (LincheckAssertionError e) {
            assertThat(e).hasMessageContaining("has hung");
        }
    }

    private static void race(int interleavings, Registration registration) {
        Lincheck.runConcurrentTest(interleavings, () -> {
            Board board = new Board();
            HeldPoll poll = board.poll();
            Thread watching = new Thread(() -> registration.hold(board, poll));
            Thread publishing = new Thread(board::publish);
            watching.start();
            publishing.start();
            join(watching);
            join(publishing);
            board.check();
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void poll_registersFirstAndComparesSecond_soNoChangeIsLost() {
        race(INTERLEAVINGS, Board::registerThenCompare);
    }

    @Test
    void lincheck_findsCompareThenRegister() {
        assertThatThrownBy(() -> race(INTERLEAVINGS, Board::compareThenRegister))
                .hasMessageContaining("answers instead of one");
    }
}
