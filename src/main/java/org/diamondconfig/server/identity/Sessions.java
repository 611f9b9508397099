/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.identity.Session.Handle;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.wire.ConfigKey;

/**
 * Who is signed in. Thread-safe. Every node finds every session in its own copy of the documents, whether there is a database or
 * not; it ends by its own clock, at each look.
 */
@Component
public final class Sessions {

    private static final Logger LOG = System.getLogger("diamond.session");
    private static final int ID_BYTES = 32;
    private static final int WRITES_PER_IDLE_TIME = 6;
    private static final Duration CATCH_UP = Duration.ofSeconds(1);
    private static final int MOST_CATCHING_UP = 4;

    /**
     * What ends the held polls of a user when something was written of his sessions, here or at another node: whose session is over
     * is refused when he asks again. Thread-safe.
     */
    @Component
    static final class Ends {

        private final HeldPolls polls;

        @Inject
        Ends(HeldPolls polls) {
            this.polls = polls;
        }

        void onDumped(@Observes ConfigDumped change) {
            ConfigKey key = change.key();
            if (key.namespace().equals(Documents.NAMESPACE) && key.group().equals(Session.GROUP)) {
                Session.userOf(key.dataId())
                        .map(Users::subject)
                        .ifPresent(
                                user -> polls.dismiss(caller -> caller.subject().equals(user)));
            }
        }
    }

    /**
     * When this node last saw a session used, and when it last had that written down. Immutable.
     *
     * @param written {@link Instant#MIN} = never yet
     */
    private record Use(Instant seen, Instant written) {}

    /** A session that was just made, and what its browser is to hold. Immutable. */
    record Opened(Session session, Handle handle) {}

    private final Documents documents;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Duration idle;
    private final Duration most;
    private final SecureRandom random = new SecureRandom();

    /** By the hash of the id; only of sessions that were found, and cleared with them. */
    private final ConcurrentMap<String, Use> uses = new ConcurrentHashMap<>();

    /** A cookie that somebody made up must not make all threads wait for a session that never comes. */
    private final Semaphore catchingUp = new Semaphore(MOST_CATCHING_UP);

    @Inject
    Sessions(Documents documents, Scheduler scheduler, InstantSource clock, Settings settings) {
        this.documents = documents;
        this.scheduler = scheduler;
        this.clock = clock;
        idle = settings.duration(Knob.SESSION_IDLE);
        most = settings.duration(Knob.SESSION_MOST);
    }

    /**
     * Makes a session, in the place of the one that was used least lately if there are ten already. Its id is new, whatever the
     * browser came with.
     *
     * @throws ProblemException if the database cannot take it now
     */
    Opened open(Caller caller, String user) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Caller by =
                new Caller(Users.subject(user), caller.address(), caller.clientId(), caller.app(), caller.traceId());
        Set<Integer> lost = new HashSet<>();
        while (lost.size() < Session.PLACES) {
            int place = freest(user, lost);
            Session session = new Session(user, place, Tokens.hash(id), now, now, caller.address(), 0);
            try {
                long replaced = documents
                        .find(Session.GROUP, session.name())
                        .map(Document::version)
                        .orElse(0L);
                long version = documents.write(by, session.document(), replaced);
                return new Opened(session, new Handle(user, place, version, id));
            } catch (PreconditionFailed e) {
                lost.add(place);
            }
        }
        throw new Unavailable("BUSY", "This user signs in too often at this moment. Try again.", 1);
    }

    /** The first place without a live session, else the one whose session was used least lately. */
    private int freest(String user, Set<Integer> lost) {
        int freest = -1;
        Instant least = Instant.MAX;
        for (int place = 0; place < Session.PLACES; place++) {
            if (!lost.contains(place)) {
                Instant used = stored(user, place)
                        .filter(this::isLive)
                        .map(this::lastUse)
                        .orElse(Instant.MIN);
                if (used.isBefore(least)) {
                    least = used;
                    freest = place;
                }
            }
        }
        return freest;
    }

    private Optional<Session> stored(String user, int place) {
        return documents.find(Session.GROUP, Session.name(user, place)).flatMap(Session::of);
    }

    /**
     * The live session that this proves, if it does. It counts as used from now on.
     *
     * @throws ProblemException if this node cannot know: it has not heard of it, and the database cannot be asked now
     */
    Optional<Session> find(Handle handle) {
        return live(handle).map(this::used);
    }

    /** As {@link #find}, for what nobody asked himself; it does not count as used. */
    Optional<Session> glance(Handle handle) {
        return live(handle).map(session -> session.usedAt(lastUse(session)));
    }

    private Optional<Session> live(Handle handle) {
        Optional<Session> session = stored(handle.user(), handle.place()).filter(found -> found.isOf(handle));
        if (session.isEmpty() && documents.version(Session.GROUP, handle.name()) < handle.version()) {
            session = caughtUp(handle).filter(found -> found.isOf(handle));
        }
        return session.filter(this::isLive);
    }

    /** What stands there once this node has heard of the sign-in; only the database can say that there never was one. */
    private Optional<Session> caughtUp(Handle handle) {
        if (!catchingUp.tryAcquire()) {
            throw Lookup.loading();
        }
        try {
            Optional<Document> heard = documents.await(Session.GROUP, handle.name(), handle.version(), CATCH_UP);
            boolean isLevel = documents.version(Session.GROUP, handle.name()) >= handle.version();
            return (isLevel ? heard : documents.stored(Session.GROUP, handle.name())).flatMap(Session::of);
        } finally {
            catchingUp.release();
        }
    }

    /** Whether one that was found goes on; this look is no use of it. While this node cannot know, its user is to ask anew. */
    boolean stands(Session found) {
        try {
            return stored(found.user(), found.place())
                    .filter(there -> there.idHash().equals(found.idHash()) && isLive(there))
                    .isPresent();
        } catch (Unavailable unknown) {
            return false;
        }
    }

    private boolean isLive(Session session) {
        return clock.instant().isBefore(end(session));
    }

    /** When it ends if it is not used again. */
    Instant end(Session session) {
        return session.usedAt(lastUse(session)).end(idle, most);
    }

    /** About when it was last used, on this node or another. */
    Instant lastUse(Session session) {
        Use use = uses.get(session.idHash());
        return use != null && use.seen().isAfter(session.used()) ? use.seen() : session.used();
    }

    private Session used(Session session) {
        Instant now = clock.instant();
        Instant due = now.minus(idle.dividedBy(WRITES_PER_IDLE_TIME));
        uses.compute(session.idHash(), (id, use) -> {
            Instant written = use == null ? Instant.MIN : use.written();
            if (session.used().isBefore(due) && written.isBefore(due)) {
                scheduler.soon("use of a session", () -> write(session.usedAt(now)));
                written = now;
            }
            return new Use(now, written);
        });
        return session.usedAt(now);
    }

    /** Lets the other nodes and the next start know; what cannot be written now is written at a later use. */
    private void write(Session session) {
        try {
            documents.write(Caller.SYSTEM, session.document(), session.version());
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "The use of a session of " + session.user() + " is noted here alone", e);
        }
    }

    /**
     * Ends one.
     *
     * @return how many were live: 0 or 1
     * @throws ProblemException if the database cannot take it now
     */
    int end(Caller caller, String user, int place) {
        boolean wasLive = stored(user, place).filter(this::isLive).isPresent();
        documents.remove(caller, Session.GROUP, Session.name(user, place));
        return wasLive ? 1 : 0;
    }

    /** Ends one that was just opened, unless it is gone already and another one stands in its place. */
    void drop(Caller caller, Opened opened) {
        Document document = opened.session().document();
        documents.removeIf(
                caller,
                new Document(document.group(), document.name(), opened.handle().version(), document.json()));
    }

    /**
     * Ends all of a user but one, those too that this node has not heard of yet.
     *
     * @param but this one goes on; empty = none
     * @return how many were live
     * @throws ProblemException if the database cannot take it now
     */
    int endAll(Caller caller, String user, Optional<Session> but) {
        return IntStream.range(0, Session.PLACES)
                .filter(place -> but.map(one -> one.place() != place).orElse(true))
                .map(place -> end(caller, user, place))
                .sum();
    }

    /** The live ones, of one user or of all. */
    List<Session> list(Optional<String> user) {
        return documents.all(Session.GROUP).stream()
                .map(Session::of)
                .flatMap(Optional::stream)
                .filter(session -> user.map(session.user()::equals).orElse(true))
                .filter(this::isLive)
                .toList();
    }

    /** Clears away what is over, and of users who are no more. Another node may do the same at the same time. */
    void tidy(Set<String> users) {
        Set<String> live = new HashSet<>();
        for (Document document : documents.all(Session.GROUP)) {
            Optional<Session> session =
                    Session.of(document).filter(this::isLive).filter(one -> users.contains(one.user()));
            if (session.isPresent()) {
                live.add(session.get().idHash());
            } else {
                documents.removeIf(Caller.SYSTEM, document);
            }
        }
        uses.keySet().retainAll(live);
    }
}
