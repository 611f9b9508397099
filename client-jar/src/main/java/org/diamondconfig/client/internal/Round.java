/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.client.internal.edge.Timing;

/**
 * The way of one call from server to server, until one answers or the time of the call is over. Confined to the call's thread.
 *
 * <p>Each is asked once, the one in use first. One that is merely busy has not failed: it stays the one in use, and is asked again after
 * a pause, while there is time. One that was asked too often is waited for, or left out. One that is without its database, or is
 * asked for too many changes, is left to the polls, which it answers.
 */
final class Round {

    private static final Duration LEAST_SHARE = Duration.ofSeconds(1);
    private static final Duration LEAST_TIME = Duration.ofMillis(1);

    private final ServerList servers;
    private final Timing timing;
    private final long began;
    private final Duration timeout;
    private final boolean reads;
    private final Deque<URI> inTurn;
    private final List<URI> busy = new ArrayList<>();
    private Duration pause = Duration.ZERO;
    private IOException first;

    /**
     * A call that begins now.
     *
     * @param timeout for all servers together
     * @param reads whether it only reads
     * @throws IOException if no server is known
     */
    Round(ServerList servers, Timing timing, Duration timeout, boolean reads) throws IOException {
        this.servers = servers;
        this.timing = timing;
        this.began = timing.nanos();
        this.timeout = timeout;
        this.reads = reads;
        this.inTurn = new ArrayDeque<>(servers.inTurn());
    }

    /**
     * Whom to ask next.
     *
     * @param server who it is
     * @param share how long it may take to answer
     */
    record Turn(URI server, Duration share) {}

    /** Whom to ask next, after a pause if need be; empty if there is nobody, or no time. */
    Optional<Turn> next() throws InterruptedException {
        while (isSomebodyLeft()) {
            URI server = inTurn.remove();
            if (paused(servers.patience(server, reads))) {
                Duration share = share(inTurn.size() + 1);
                return Optional.of(new Turn(server, share)).filter(turn -> share.compareTo(LEAST_TIME) >= 0);
            }
            note(new IOException(server + ": asked too often, so not yet again"));
        }
        return Optional.empty();
    }

    private boolean isSomebodyLeft() throws InterruptedException {
        if (inTurn.isEmpty() && !busy.isEmpty() && paused(pause)) {
            inTurn.addAll(busy);
            busy.clear();
        }
        return !inTurn.isEmpty();
    }

    /** Takes note that a server did not do what it was asked. */
    void failed(URI server, Exception failure) {
        note(new IOException(server + ": " + failure.getMessage(), failure));
        if (failure instanceof Gateway.Refusal refusal && refusal.busy()) {
            busy.add(server);
            pause = servers.apart(refusal.retryAfter());
            return;
        }
        if (failure instanceof Gateway.Refusal refusal && refusal.tooOften()) {
            servers.tooOften(server, reads, refusal.retryAfter());
        }
        if (failure instanceof Gateway.Refusal refusal
                && (refusal.forWantOfStore() || (refusal.tooOften() && !reads))) {
            servers.leave(server);
            return;
        }
        servers.failed(server, failure);
    }

    private void note(IOException failure) {
        first = first == null ? failure : first;
    }

    /** Why no server did it. */
    IOException failure() {
        return first == null ? new IOException("no server answered within " + timeout.toMillis() + " ms") : first;
    }

    private long left() {
        return timeout.toNanos() - (timing.nanos() - began);
    }

    /** Waits for so long; false, at once, if that is after the end. */
    private boolean paused(Duration time) throws InterruptedException {
        boolean inTime = time.isZero() || time.toNanos() < left();
        if (inTime && !time.isZero()) {
            timing.pause(time);
        }
        return inTime;
    }

    /** What one of the servers left may take of the time left: so that one that hangs leaves time for the next. */
    private Duration share(int serversLeft) {
        long left = left();
        return Duration.ofNanos(Math.max(left / serversLeft, Math.min(left, LEAST_SHARE.toNanos())));
    }
}
