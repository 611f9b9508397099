/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Forbidden;

/**
 * The questions that were answered lately, so that each is answered once: who overhears one and sends it again is told nothing.
 * Thread-safe. It remembers each for as long as it would be taken by its time; when there are too many, it forgets those that were
 * asked first, and takes none any more that was asked before them. A restart forgets all.
 */
@Component
final class Heard {

    /** How far the clocks of two nodes may be apart. */
    static final Duration APART = Duration.ofMinutes(5);

    /** Most that are remembered: ten megabytes. */
    static final int MOST = 50_000;

    private final InstantSource clock;

    // All guarded by this.
    private final TreeSet<Question> questions = new TreeSet<>(Question.ORDER);
    private long floor = Long.MIN_VALUE;

    /** A question, by the time that it names and its signature, which no other has: it is signed with a word of its own. */
    private record Question(long at, String signature) {

        private static final Comparator<Question> ORDER =
                Comparator.comparingLong(Question::at).thenComparing(Question::signature);
    }

    @Inject
    Heard(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Lets a question pass that was asked just now, once.
     *
     * @param at when it was asked, by the clock of who asks
     * @param signature genuine
     * @throws Forbidden ASKED_LONG_AGO or ASKED_BEFORE
     */
    synchronized void requireNew(long at, String signature) {
        long now = clock.millis();
        forget(questions.headSet(new Question(now - APART.toMillis(), ""), false));
        if (Math.abs(now - at) > APART.toMillis()) {
            throw new Forbidden(
                    "ASKED_LONG_AGO",
                    "This was asked more than " + APART.toMinutes() + " minutes from now by this node's clock.");
        }
        if (at <= floor) {
            throw new Forbidden("ASKED_LONG_AGO", "More was asked since than this node remembers.");
        }
        if (!questions.add(new Question(at, signature))) {
            throw new Forbidden("ASKED_BEFORE", "This was asked before, and each question is answered once.");
        }
        if (questions.size() > MOST) {
            forget(questions.headSet(questions.first(), true));
        }
    }

    /** Nothing of their time is taken any more, also if the clock is set back. */
    private void forget(NavigableSet<Question> old) {
        if (!old.isEmpty()) {
            floor = Math.max(floor, old.last().at());
            old.clear();
        }
    }
}
