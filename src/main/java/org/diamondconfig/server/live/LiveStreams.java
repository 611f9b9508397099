/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.account.Gate;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.history.Histories;
import org.diamondconfig.server.history.Histories.Target;
import org.diamondconfig.server.live.LiveStream.Reader;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.wire.ConfigKey;

/**
 * The streams of this node. Thread-safe. Whoever changes something puts it into the {@link Ring} and goes; one task at a time
 * looks up who did and lets the streams have it. Without a reader nothing is looked up and nobody is asked.
 */
@Component
public final class LiveStreams {

    /** How often it is looked at what is due. */
    static final Duration TICK = Duration.ofMillis(250);

    /** So many streams one subject may have. */
    static final int MOST_OF_SUBJECT = 32;

    private static final Logger LOG = System.getLogger("diamond.live");

    /** Ticks from one look at sessions and rights to the next. */
    private static final int TICKS_A_LOOK = 4;

    private static final int BATCH = 100;
    private static final int RETRY_AFTER = 5;

    private final LiveStream.Source source;
    private final Topics topics;
    private final Scheduler scheduler;
    private final int most;
    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger dealing = new AtomicInteger();
    private volatile Scheduler.Handle ticking = () -> {};
    private volatile boolean draining;

    /** Confined to the ticks. */
    private int ticks;

    /** What is asked while somebody wants to know: the history, all nodes, and whether clients are to go to another one. */
    @Component
    record Topics(Histories histories, ArrivalBook arrivals, ClusterTopic cluster, HeldPolls polls) {

        @Inject
        Topics {}
    }

    @Inject
    LiveStreams(
            LiveStream.Source source,
            Topics topics,
            Scheduler scheduler,
            Settings settings,
            PrometheusRegistry metrics) {
        this.source = source;
        this.topics = topics;
        this.scheduler = scheduler;
        most = settings.count(Knob.EVENTS_STREAMS);
        GaugeWithCallback.builder()
                .name("diamond_events_streams")
                .help("Streams of events that somebody reads at this moment.")
                .callback(gauge -> gauge.call(streams.size()))
                .register(metrics);
    }

    /** Lets time pass for the streams. */
    public void start() {
        ticking = scheduler.every("streams of events", TICK, this::tick);
    }

    /** Ends all of them at once, and lets none begin from now on. Any number of times. */
    public void stop() {
        draining = true;
        ticking.cancel();
        streams.forEach(stream -> stream.end("DRAINING"));
        streams.forEach(LiveStream::drop);
    }

    /** The way to a reader, made once nothing refuses him any more. */
    interface Opening {

        Outlet open() throws IOException;
    }

    /**
     * Begins to tell.
     *
     * @param lastEventId of what the reader was told last, by whichever node; {@code ""} = he comes for the first time
     * @throws TooMany TOO_MANY_STREAMS
     * @throws Unavailable DRAINING
     */
    void open(Reader reader, String lastEventId, Opening opening) throws IOException {
        LiveStream stream;
        Outlet outlet;
        synchronized (this) {
            requireRoom(reader);
            outlet = opening.open();
            LiveStream[] self = new LiveStream[1];
            stream = new LiveStream(reader, source, outlet, after(lastEventId), () -> forget(self[0]));
            self[0] = stream;
            streams.add(stream);
        }
        // It stands among the others: what comes from here on it hears of, and what came before is behind its place.
        try {
            outlet.begin(stream);
        } catch (IOException | RuntimeException e) {
            stream.drop();
            throw e;
        }
        stream.followed().flatMap(topics.arrivals::known).ifPresent(stream::tellArrivals);
        stream.tick();
        if (draining) {
            stream.drop();
        }
        deal();
    }

    private void forget(LiveStream stream) {
        streams.remove(stream);
        stream.followed()
                .filter(key -> streams.stream()
                        .noneMatch(other -> other.followed().filter(key::equals).isPresent()))
                .ifPresent(topics.arrivals::forget);
    }

    private void requireRoom(Reader reader) {
        if (draining || topics.polls.drain().isWished()) {
            throw new Unavailable("DRAINING", "This server is stopping. Ask another one, at once.", 0);
        }
        if (streams.size() >= most) {
            throw new TooMany("TOO_MANY_STREAMS", "This server tells as many readers as it may.", RETRY_AFTER);
        }
        if (streams.stream()
                        .filter(other -> isSame(other.caller(), reader.caller()))
                        .count()
                >= MOST_OF_SUBJECT) {
            throw new TooMany(
                    "TOO_MANY_STREAMS",
                    "You have " + MOST_OF_SUBJECT + " streams open, which is the most.",
                    RETRY_AFTER);
        }
    }

    private static boolean isSame(Caller one, Caller other) {
        return one.subject().equals(other.subject())
                && (Gate.isOne(one.subject()) || one.address().equals(other.address()));
    }

    private Optional<Long> after(String lastEventId) {
        return lastEventId.isEmpty()
                ? Optional.of(source.ring().last())
                : source.run().number(lastEventId).filter(source.ring()::reachesBackTo);
    }

    /** Notes a change. Nobody who publishes waits for more. */
    void onDumped(@Observes ConfigDumped change) {
        if (!change.key().namespace().equals(Access.RESERVED)) {
            source.ring().add(change);
            deal();
        }
    }

    private void deal() {
        if (!streams.isEmpty() && dealing.getAndIncrement() == 0) {
            // The container may give no thread, since it ends: then the streams end, too.
            scheduler.soon("changes for streams of events", this::dealAll, () -> dealing.set(0));
        }
    }

    /** As long as others came meanwhile. */
    private void dealAll() {
        int seen = dealing.get();
        do {
            try {
                settle();
                streams.forEach(LiveStream::pump);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "readers of events are told later", e);
            }
            seen = dealing.addAndGet(-seen);
        } while (seen != 0);
    }

    private void settle() {
        List<Happening> next = source.ring().unsettled(BATCH);
        while (!next.isEmpty()) {
            source.ring().settle(known(next));
            next.forEach(one -> topics.arrivals.changed(one.change().key()));
            next = source.ring().unsettled(BATCH);
        }
    }

    /** With what the history says of those that somebody wants to hear of. */
    private List<Happening> known(List<Happening> next) {
        List<Target> wanted = next.stream()
                .filter(one -> streams.stream().anyMatch(stream -> stream.wants(one)))
                .map(Happening::change)
                .map(change -> new Target(change.key(), change.version()))
                .distinct()
                .toList();
        try {
            var revisions = topics.histories.find(wanted).stream()
                    .collect(Collectors.toMap(
                            found -> new Target(
                                    found.config().key(), found.config().version()),
                            found -> found,
                            (one, same) -> one));
            return next.stream()
                    .map(one -> one.by(Optional.ofNullable(revisions.get(
                            new Target(one.change().key(), one.change().version())))))
                    .toList();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "who made a change is not known: the history cannot be read", e);
            return next;
        }
    }

    void tick() {
        if (streams.isEmpty()) {
            topics.arrivals.ask(Set.of(), (key, json) -> {});
            return;
        }
        ticks = (ticks + 1) % TICKS_A_LOOK;
        if (ticks == 0) {
            streams.forEach(LiveStream::tick);
        }
        if (topics.polls.drain().isWished()) {
            streams.forEach(stream -> stream.end("DRAINING"));
        }
        Set<ConfigKey> followed =
                streams.stream().flatMap(stream -> stream.followed().stream()).collect(Collectors.toSet());
        topics.arrivals.ask(
                followed,
                (key, json) -> streams.stream()
                        .filter(stream -> stream.followed().filter(key::equals).isPresent())
                        .forEach(stream -> stream.tellArrivals(json)));
        if (streams.stream().anyMatch(LiveStream::wantsCluster)) {
            topics.cluster.ask(json ->
                    streams.stream().filter(LiveStream::wantsCluster).forEach(stream -> stream.tellCluster(json)));
        }
    }
}
