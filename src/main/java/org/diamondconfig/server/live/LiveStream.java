/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.live.Wish.Topic;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * What one reader is told, as far as he reads it. Of changes it keeps its place among them, of everything else the newest alone,
 * so that a reader who is slow costs no memory. Thread-safe: whoever has something new {@linkplain #pump pumps}, and one does at
 * a time.
 */
final class LiveStream implements Outlet.Ear {

    /** Something is sent at least as often, so that proxies keep the connection and a reader who has gone is noticed. */
    static final Duration BEAT = Duration.ofSeconds(15);

    /** A reader who takes nothing for so long is let go. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How soon a browser is to come back, in milliseconds. */
    private static final int RETRY_MILLIS = 2_000;

    private static final Logger LOG = System.getLogger("diamond.live");
    private static final String COMMENT = ": \n\n";
    private static final long NEVER = Long.MIN_VALUE;

    /** Who reads what, and why he may. */
    record Reader(Caller caller, Wish wish, BooleanSupplier standing) {}

    /** What streams are made of. */
    @Component
    record Source(Ring ring, Run run, Access access, Ticker ticker) {

        @Inject
        Source {}
    }

    private final Reader reader;
    private final Source source;
    private final Outlet outlet;
    private final Runnable over;
    private final long openedAt;

    /** The number behind which it began. */
    private final long start;

    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicReference<byte[]> arrivals = new AtomicReference<>();
    private final AtomicReference<byte[]> cluster = new AtomicReference<>();

    /** Why it is to end; null = it is not. */
    private final AtomicReference<String> ending = new AtomicReference<>();

    private volatile boolean isOver;
    private volatile boolean beat;
    private volatile long sentAt;

    /** Since when the reader takes nothing. */
    private volatile long stuckSince = NEVER;

    // Confined to who pumps.
    private byte[] first;
    private long place;
    private boolean unsent;
    private boolean farewell;

    /** @param after the number behind which it goes on; empty = all that the reader knows is to be read anew */
    LiveStream(Reader reader, Source source, Outlet outlet, Optional<Long> after, Runnable over) {
        this.reader = reader;
        this.source = source;
        this.outlet = outlet;
        this.over = over;
        openedAt = source.ticker.nanos();
        sentAt = openedAt;
        start = after.orElseGet(source.ring::last);
        place = start;
        first = frame(after.isPresent() ? "ready" : "reset", source.run.id(place), position(after.isPresent()));
    }

    private static byte[] position(boolean whole) {
        return new JsonWriter()
                .object()
                .field("retryMillis", RETRY_MILLIS)
                .field("beatSeconds", BEAT.toSeconds())
                .field("whole", whole)
                .endObject()
                .toUtf8();
    }

    Caller caller() {
        return reader.caller;
    }

    boolean wants(Happening one) {
        return one.number() > start && reader.wish.concerns(one.change().key());
    }

    Optional<ConfigKey> followed() {
        return reader.wish.followed();
    }

    boolean wantsCluster() {
        return reader.wish.has(Topic.CLUSTER);
    }

    /** How far a version of the followed key got; what was not sent yet of the same is let go. */
    void tellArrivals(byte[] json) {
        arrivals.set(frame("arrivals", "", json));
        pump();
    }

    /** How the nodes are; likewise. */
    void tellCluster(byte[] json) {
        cluster.set(frame("cluster", "", json));
        pump();
    }

    /** Tells its reader why, if he listens, and closes. */
    void end(String code) {
        if (ending.compareAndSet(null, code)) {
            pump();
        }
    }

    /**
     * Ends it at once. It is closed by whoever pumps: a server makes another request of one that is closed, and what is written
     * then goes to another reader.
     */
    void drop() {
        leave();
        pump();
    }

    private void leave() {
        isOver = true;
        over.run();
    }

    /** Has it end whose time, session or rights are over, and has something sent if nothing was for long. */
    void tick() {
        long now = source.ticker.nanos();
        if (stuckSince != NEVER && now - stuckSince > PATIENCE.toNanos()) {
            LOG.log(Level.DEBUG, "a stream of {0} is let go: it was not read", reader.caller.subject());
            drop();
            return;
        }
        Duration age = Duration.ofNanos(now - openedAt);
        if (reader.wish.lasting().filter(most -> age.compareTo(most) >= 0).isPresent()) {
            end("TIME_OVER");
        } else if (!reader.wish.admits(source.access, reader.caller)) {
            end("FORBIDDEN");
        } else if (!reader.standing.getAsBoolean()) {
            end("SIGN_IN_REQUIRED");
        } else if (now - sentAt >= BEAT.toNanos()) {
            beat = true;
            pump();
        }
    }

    @Override
    public void writable() {
        pump();
    }

    @Override
    public void gone() {
        drop();
    }

    /** Writes what there is and its reader takes. */
    void pump() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                write();
            } catch (IOException | RuntimeException | Error e) {
                LOG.log(Level.DEBUG, "the reader of a stream of " + reader.caller.subject() + " has gone", e);
                leave();
            }
            if (isOver) {
                outlet.close();
            }
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() throws IOException {
        while (!isOver) {
            if (!outlet.isReady()) {
                stuckSince = stuckSince == NEVER ? source.ticker.nanos() : stuckSince;
                return;
            }
            stuckSince = NEVER;
            byte[] next = next();
            if (next != null) {
                outlet.write(next);
                unsent = true;
            } else if (unsent) {
                unsent = false;
                sentAt = source.ticker.nanos();
                outlet.flush();
            } else {
                if (farewell) {
                    leave();
                }
                return;
            }
        }
    }

    /** Null = nothing at the moment. */
    private byte[] next() {
        byte[] opening = first;
        if (opening != null) {
            first = null;
            return opening;
        }
        String why = ending.get();
        if (why != null) {
            boolean said = farewell;
            farewell = true;
            return said ? null : frame("end", "", json(why));
        }
        byte[] change = nextChange();
        return change != null ? change : newest();
    }

    private static byte[] json(String code) {
        return new JsonWriter().object().field("code", code).endObject().toUtf8();
    }

    private byte[] nextChange() {
        if (!reader.wish.has(Topic.CHANGES)) {
            return null;
        }
        while (place < source.ring.settled()) {
            Optional<Happening> next = source.ring.at(place + 1);
            if (next.isEmpty()) {
                place = source.ring.settled();
                return frame("reset", source.run.id(place), position(false));
            }
            place++;
            ConfigKey key = next.get().change().key();
            if (reader.wish.concerns(key) && source.access.allows(reader.caller, Action.READ, key)) {
                return frame("change", source.run.id(place), next.get().json());
            }
        }
        return null;
    }

    private byte[] newest() {
        byte[] frame = arrivals.getAndSet(null);
        if (frame != null
                && followed()
                        .filter(key -> source.access.allows(reader.caller, Action.READ, key))
                        .isPresent()) {
            return frame;
        }
        frame = cluster.getAndSet(null);
        if (frame != null && source.access.allowsServer(reader.caller, Action.OPERATE)) {
            return frame;
        }
        if (beat) {
            beat = false;
            return utf8(COMMENT);
        }
        return null;
    }

    /** JSON has no line ends of its own, so it is one line. */
    private static byte[] frame(String event, String id, byte[] json) {
        String head = "event: " + event + '\n' + (id.isEmpty() ? "" : "id: " + id + '\n');
        String retry = id.isEmpty() || event.equals("change") ? "" : "retry: " + RETRY_MILLIS + '\n';
        return utf8(head + retry + "data: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
