/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.wire.ConfigKey;

/**
 * What one peer has still to be told: a queue of changed keys, each with its highest version, of which one message at a time
 * is under way. Thread-safe; nothing in it waits, so a peer that is dead, slow or frozen holds up no other.
 *
 * <p>A message that fails goes back to the head of the queue and is sent again after a pause that doubles, jittered, up to ten
 * seconds. What does not fit into the queue is dropped: the peer's sweep finds it.
 */
final class Lane {

    /** Sends a message; the future ends in the status of the answer. */
    interface Post {
        CompletableFuture<Integer> send(Member peer, List<ConfigChanged> notices);
    }

    private static final Logger LOG = System.getLogger("diamond.notify");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 20;

    /** A peer that says so to a message will say so again. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 415);

    private final Means means;
    private volatile Member peer;

    // All below is guarded by this.
    private Map<ConfigKey, ConfigChanged> queue = new LinkedHashMap<>();

    /** Whether a message is under way, about to be, or waits for its next try. */
    private boolean busy;

    private boolean closed;
    private int failures;
    private long sent;
    private long failed;
    private long dropped;
    private long succeededAt;
    private String failure = "";

    Lane(Member peer, Means means) {
        this.peer = peer;
        this.means = means;
    }

    /** The same peer, as it is known now. */
    void isNow(Member member) {
        peer = member;
    }

    /** Has the peer told of a change as soon as may be. */
    void offer(ConfigChanged change) {
        synchronized (this) {
            if (closed || !enqueue(change) || busy) {
                return;
            }
            busy = true;
        }
        means.scheduler().soon("notify", this::send);
    }

    private boolean enqueue(ConfigChanged change) {
        ConfigChanged known = queue.get(change.key());
        if (known == null && queue.size() >= means.capacity()) {
            dropped++;
            return false;
        }
        if (known == null || isNewer(change, known)) {
            queue.put(change.key(), change);
        }
        return true;
    }

    private static boolean isNewer(ConfigChanged change, ConfigChanged than) {
        long generation = change.epoch().generation();
        return generation > than.epoch().generation()
                || (generation == than.epoch().generation() && change.version() > than.version());
    }

    private void send() {
        List<ConfigChanged> notices = next();
        if (notices.isEmpty()) {
            return;
        }
        CompletableFuture<Integer> message;
        try {
            message = means.post().send(peer, notices);
        } catch (RuntimeException e) {
            message = CompletableFuture.failedFuture(e);
        }
        // Nobody waits for it: finishing goes on with the next message.
        var unused = message.whenComplete((status, e) -> finish(notices, e == null ? problem(status) : problem(e)));
    }

    private synchronized List<ConfigChanged> next() {
        List<ConfigChanged> notices =
                queue.values().stream().limit(NoticeCodec.MAX_NOTICES).toList();
        notices.forEach(notice -> queue.remove(notice.key()));
        busy = !notices.isEmpty();
        return notices;
    }

    /**
     * Why a message did not do.
     *
     * @param sentence {@code ""}: it did
     */
    private record Failure(String sentence, boolean forGood) {

        boolean none() {
            return sentence.isEmpty();
        }
    }

    private static Failure problem(int status) {
        return status / 100 == 2
                ? new Failure("", false)
                : new Failure("it answered " + status, FOR_GOOD.contains(status));
    }

    private static Failure problem(Throwable e) {
        Throwable why = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return new Failure(
                why.getClass().getSimpleName() + (why.getMessage() == null ? "" : ": " + why.getMessage()), false);
    }

    private void finish(List<ConfigChanged> notices, Failure now) {
        note(now);
        Duration pause;
        synchronized (this) {
            failure = now.sentence();
            if (now.none()) {
                sent += notices.size();
                succeededAt = means.ticker().nanos();
                failures = 0;
            } else {
                failed++;
                failures++;
                keep(notices, now.forGood());
            }
            if (queue.isEmpty() || closed) {
                busy = false;
                return;
            }
            pause = pause();
        }
        if (pause.isZero()) {
            means.scheduler().soon("notify", this::send);
        } else {
            means.scheduler().after("notify", pause, this::send);
        }
    }

    /** One line when a peer begins to fail and one when it hears again. */
    private void note(Failure now) {
        boolean began;
        boolean ended;
        synchronized (this) {
            began = failure.isEmpty() && !now.none();
            ended = !failure.isEmpty() && now.none();
        }
        if (began) {
            LOG.log(
                    Level.WARNING,
                    "{0} was not told of changes and is told again after a pause; until then its sweep finds them: {1}",
                    peer.address(),
                    now.sentence());
        } else if (ended) {
            LOG.log(Level.INFO, "{0} hears of changes again", peer.address());
        }
    }

    /** Puts a message that failed back to the head of the queue, under what came meanwhile. */
    private void keep(List<ConfigChanged> notices, boolean forGood) {
        if (forGood || closed) {
            dropped += notices.size();
            return;
        }
        List<ConfigChanged> later = new ArrayList<>(queue.values());
        queue = new LinkedHashMap<>();
        notices.forEach(this::enqueue);
        later.forEach(this::enqueue);
    }

    private Duration pause() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        long nanos = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofNanos(nanos / 2 + means.random().nextLong(nanos / 2 + 1));
    }

    /** Ends it: what waits is left to the peer's sweep. */
    synchronized void close() {
        closed = true;
        dropped += queue.size();
        queue.clear();
    }

    synchronized LaneState state() {
        Optional<Duration> lastSuccess = sent == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(means.ticker().nanos() - succeededAt));
        return new LaneState(peer.address(), queue.size(), sent, failed, dropped, lastSuccess, failure);
    }
}
