/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;

/**
 * What happened to a change on this node, step by step: a bounded memory of the last marks, so that an operator can ask where
 * one version of one key has been. Thread-safe.
 */
@Component
public final class Trace {

    /** How many marks are remembered. */
    static final int CAPACITY = 20_000;

    /** A station on the way of a change. */
    public enum Step {
        PERSIST,
        DUMP,
        NOTIFY,
        ANSWER,
        PULL
    }

    /**
     * One thing that happened.
     *
     * @param nanos by the ticker; the difference of two marks is the time between them
     * @param at by the wall clock, for people
     * @param detail a few words, never content
     */
    public record Mark(Step step, ConfigKey key, long version, long nanos, Instant at, String detail) {}

    private final Ticker ticker;
    private final InstantSource clock;

    /** Guarded by itself. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    @Inject
    public Trace(Ticker ticker, InstantSource clock) {
        this.ticker = ticker;
        this.clock = clock;
    }

    /** Remembers that this step of this change happened now. */
    public void mark(Step step, ConfigKey key, long version, String detail) {
        Mark mark = new Mark(step, key, version, ticker.nanos(), clock.instant(), detail);
        synchronized (marks) {
            if (marks.size() == CAPACITY) {
                marks.removeFirst();
            }
            marks.addLast(mark);
        }
    }

    /** The marks of this version of this key, oldest first; empty when none is remembered. */
    public List<Mark> of(ConfigKey key, long version) {
        synchronized (marks) {
            return marks.stream()
                    .filter(mark -> mark.version() == version && mark.key().equals(key))
                    .toList();
        }
    }
}
