/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.receipt;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe.Report;
import org.diamondconfig.wire.Probe.Report.State;

/**
 * What became of the last value that servers told of one key: received, applied by all who listen, or failed at one of them. A
 * poll says it, once to each server that is asked. Thread-safe: guarded by itself.
 */
public final class Receipt {

    private static final String LAMBDA = "$$Lambda";

    private final ConfigKey key;
    private final LongSupplier nanos;

    /** Who has still to be done with it, by identity. */
    private final Set<Object> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

    private long version; // 0: nothing was told yet
    private long since; // the version that came with this value
    private long receivedNanos;
    private State state = State.APPLIED;
    private long millis;
    private String listener = "";
    private String reason = "";
    private String followed = "";
    private CountDownLatch settled = new CountDownLatch(1);
    private Object said; // what was said of it, to whom
    private State saidState;
    private String saidFollowed = "";

    /**
     * A receipt for nothing yet.
     *
     * @param nanos elapsed time
     */
    public Receipt(ConfigKey key, LongSupplier nanos) {
        this.key = key;
        this.nanos = nanos;
    }

    /**
     * A value was told that these are to be told of now; when there are none, it is applied.
     *
     * @param covered why nobody is to be told before that ends; {@code ""} if nothing is in the way
     */
    public synchronized void received(long told, Collection<?> listeners, String covered) {
        if (told < 1) {
            return;
        }
        version = told;
        since = told;
        receivedNanos = nanos.getAsLong();
        said = null;
        listener = "";
        followed = "";
        waitFor(listeners, covered);
    }

    /** A version that tells nothing new: what became of the value is true of it, too, and is said again. */
    public synchronized void same(long told) {
        if (version > 0 && told > version && state != State.RECEIVED) {
            version = told;
            said = null;
        }
    }

    /** What was in the way has ended, or something came: these are to be told now. */
    public synchronized void covered(Collection<?> listeners, String why) {
        if (version > 0 && state == State.RECEIVED) {
            waitFor(listeners, why);
        }
    }

    private void waitFor(Collection<?> listeners, String covered) {
        state = State.RECEIVED;
        settled = new CountDownLatch(1);
        reason = covered;
        millis = 0;
        waiting.clear();
        if (covered.isEmpty()) {
            waiting.addAll(listeners);
            settle();
        }
    }

    /**
     * One of those who listen has been told this version.
     *
     * @param failure what it threw; null if it returned
     */
    public synchronized void done(Object who, long told, String name, Throwable failure) {
        if (told != version || !waiting.remove(who)) {
            return;
        }
        if (failure != null && state != State.FAILED) {
            millis = passed();
            state = State.FAILED;
            listener = plain(name);
            reason = sentence(failure);
            settled.countDown();
        }
        settle();
    }

    /** What came of this version once it was told; of an older value it is nobody's business any more. */
    public synchronized void followed(long told, String outcome) {
        if (version > 0 && told >= since && told <= version) {
            followed = Report.cut(outcome, Report.MAX_FOLLOWED);
        }
    }

    /** This version came to nothing, though nobody threw. */
    public synchronized void failed(long told, String why) {
        if (version > 0 && told >= since && told <= version) {
            waiting.clear();
            millis = state == State.RECEIVED ? passed() : millis;
            state = State.FAILED;
            reason = why;
            said = null;
            settled.countDown();
        }
    }

    /** Somebody listens no more. */
    public synchronized void gone(Object who) {
        if (waiting.remove(who)) {
            settle();
        }
    }

    private void settle() {
        if (waiting.isEmpty() && state == State.RECEIVED) {
            state = State.APPLIED;
            millis = passed();
            settled.countDown();
        }
    }

    private long passed() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - receivedNanos);
    }

    /** What a failure says of itself, unless it fails at that, too. */
    public static String sentence(Throwable failure) {
        try {
            String said = failure.toString();
            return said == null ? failure.getClass().getName() : said;
        } catch (RuntimeException e) {
            return failure.getClass().getName();
        }
    }

    /** The name that its author gave it, as far as there is one. */
    public static String plain(String name) {
        int lambda = name.indexOf(LAMBDA);
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** Whether somebody has still to be told. */
    public synchronized boolean isOpen() {
        return version > 0 && state == State.RECEIVED && reason.isEmpty();
    }

    /** Waits until nobody has to be told any more, but no longer than this. */
    public void await(long mostMillis) throws InterruptedException {
        CountDownLatch until;
        synchronized (this) {
            if (!isOpen()) {
                return;
            }
            until = settled;
        }
        // Whoever comes to wait too late goes on, as does who waited in vain: the poll after says it.
        var unused = until.await(mostMillis, TimeUnit.MILLISECONDS);
    }

    /** What has not been said to this server yet. */
    public synchronized Optional<Report> due(Object server) {
        if (version == 0 || (server.equals(said) && state == saidState && followed.equals(saidFollowed))) {
            return Optional.empty();
        }
        return Optional.of(new Report(key, version, state, millis, passed(), listener, reason, followed));
    }

    /** This was said to this server. */
    public synchronized void said(Object server, Report report) {
        if (report.version() == version) {
            said = server;
            saidState = report.state();
            saidFollowed = report.followed();
        }
    }
}
