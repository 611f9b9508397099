/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.concurrent.atomic.AtomicBoolean;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.Answer.Reply;

/**
 * Whether this node sends those who would wait to another one: for as long as an operator wishes, or for good, since it stops.
 * Everything else is answered meanwhile. It is not kept over a restart. Thread-safe.
 */
public final class Drain {

    /** Sends away who waits; called once this says so, so that a poll that it does not find sees this itself. */
    private final Runnable release;

    /** Written down beforehand: a container that stops may map no exception any more, and load no class. */
    private final Reply reply = Reply.of(refusal());

    private final AtomicBoolean wished = new AtomicBoolean();
    private volatile boolean forGood;

    Drain(Runnable release) {
        this.release = release;
    }

    /** Sends all waiting clients elsewhere, within two seconds. @return whether it had not begun before */
    public boolean begin() {
        boolean first = wished.compareAndSet(false, true);
        release.run();
        return first;
    }

    /** Holds polls again. @return whether it had begun */
    public boolean end() {
        return wished.compareAndSet(true, false);
    }

    /** Whether an operator wishes it. */
    public boolean isWished() {
        return wished.get();
    }

    void beginForGood() {
        forGood = true;
        release.run();
    }

    boolean isForGood() {
        return forGood;
    }

    /** Whether nobody may wait here. */
    boolean isOn() {
        return forGood || wished.get();
    }

    Reply reply() {
        return reply;
    }

    /** 503 with Retry-After: 0 and this code tell a client to go elsewhere, at once and without a mark against the server. */
    static Unavailable refusal() {
        return new Unavailable(
                "DRAINING", "This server stops, or sends its clients away. Ask another one, at once.", 0);
    }
}
