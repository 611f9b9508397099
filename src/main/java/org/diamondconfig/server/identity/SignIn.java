/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.identity.Sessions.Opened;
import org.diamondconfig.server.password.Attempts;
import org.diamondconfig.server.password.Credential;
import org.diamondconfig.server.password.Credentials;
import org.diamondconfig.server.password.Credentials.Kept;
import org.diamondconfig.server.password.Passwords;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.wire.Md5;

/**
 * How people prove who they are, and change by what they do. Thread-safe. Nobody learns from an answer, or from how long it
 * takes, whether there is a user of some name.
 */
@Component
public final class SignIn {

    /** How long a password is good that somebody else chose. */
    static final Duration INITIAL_VALIDITY = Duration.ofHours(24);

    private static final Duration TIDY = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger("diamond.signin");

    private final Users users;
    private final Credentials credentials;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Means means;

    private volatile Scheduler.Handle tidying = () -> {};

    /** What a sign-in is held against beside the password, and what it uses. */
    @Component
    record Means(Attempts attempts, Scheduler scheduler, InstantSource clock) {

        @Inject
        Means {}
    }

    @Inject
    SignIn(Users users, Credentials credentials, Passwords passwords, Sessions sessions, Means means) {
        this.users = users;
        this.credentials = credentials;
        this.passwords = passwords;
        this.sessions = sessions;
        this.means = means;
    }

    /** Begins to clear away, once a minute, what is over and what belonged to users who are no more. */
    public void start() {
        tidying = means.scheduler().every("tidying of sessions", TIDY, this::tidy);
    }

    /** Ends it. */
    public void stop() {
        tidying.cancel();
    }

    /** Who is made again under the name of a removed user must inherit neither his password nor his sessions. */
    void onDumped(@Observes ConfigDumped change) {
        boolean isUser = change.key().namespace().equals(Access.RESERVED)
                && change.key().group().equals(Subject.Kind.USER.wireName());
        if (isUser && change.md5().equals(Md5.NOTHING)) {
            means.scheduler().soon("tidying of sessions", this::tidy);
        }
    }

    /** Without any user the first one may be on his way: his password comes before him. */
    void tidy() {
        try {
            Set<String> all = new HashSet<>(users.all());
            if (users.areKnown() && !all.isEmpty()) {
                all.addAll(madeJustNow(all));
                sessions.tidy(all);
                credentials.tidy(all);
            }
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "Sessions are tidied in a minute", e);
        }
    }

    /** Who is in the database but not yet here, while something of his is: this node hears of changes in any order. */
    private List<String> madeJustNow(Set<String> known) {
        return Stream.concat(
                        credentials.owners().stream(),
                        sessions.list(Optional.empty()).stream().map(Session::user))
                .filter(name -> !known.contains(name))
                .distinct()
                .filter(users::isStored)
                .toList();
    }

    /**
     * Signs a user in.
     *
     * @throws Unauthorized SIGN_IN_FAILED if user or password is wrong, or the password's time is over
     * @throws TooMany if he, or somebody in his network, tried too often, or too many sign in at this moment
     * @throws ProblemException if the database cannot take the session now
     */
    Opened signIn(Caller caller, String user, String password) {
        Credential proved = proved(caller, user, password).orElseThrow(SignIn::failed);
        if (passwords.isOutdated(proved.hash())) {
            means.scheduler().soon("new hash of a password", () -> rehash(user, password, proved));
        }
        Opened opened = sessions.open(caller, user);
        if (!isStillSet(user, proved)) {
            sessions.drop(caller, opened);
            throw failed();
        }
        return opened;
    }

    /**
     * Whether nobody has set another password since. A change ends all sessions that are in the database by then, and this
     * session was there before this is asked: so whichever comes first, none that the old password opened goes on.
     */
    private boolean isStillSet(String user, Credential proved) {
        return credentials
                .stored(user)
                .filter(now -> now.credential().set().equals(proved.set()))
                .isPresent();
    }

    private static Unauthorized failed() {
        return new Unauthorized("SIGN_IN_FAILED", "User or password is wrong.");
    }

    /** What the user is proved by; empty if he is not. */
    private Optional<Credential> proved(Caller caller, String user, String password) {
        String name = Users.isName(user) ? user : "";
        means.attempts().begin(name, caller.address());
        Optional<Credential> known =
                users.admits(name, caller.address()) ? credentials.find(name).map(Kept::credential) : Optional.empty();
        boolean right;
        try {
            right = passwords.matches(password, known.map(Credential::hash), caller.address());
        } catch (ProblemException e) {
            means.attempts().withdrawn(name, caller.address());
            throw e;
        }
        Optional<Credential> proved = known.filter(
                credential -> right && !credential.isOver(means.clock().instant()));
        if (proved.isPresent()) {
            means.attempts().succeeded(name, caller.address());
        } else {
            means.attempts().failed(name, known.isPresent());
        }
        return proved;
    }

    private void rehash(String user, String password, Credential proved) {
        try {
            Kept now = credentials.find(user).orElseThrow();
            if (now.credential().equals(proved)) {
                credentials.put(Caller.SYSTEM, user, proved.withHash(passwords.hash(password)), now.version());
            }
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "The password of " + user + " is hashed anew at a later sign-in", e);
        }
    }

    /**
     * Gives a signed-in user another password; his other sessions end.
     *
     * @throws Forbidden WRONG_PASSWORD if the old one is wrong
     * @throws BadRequest WEAK_PASSWORD if nobody should have the new one, or it is the old one
     * @throws ProblemException if the database cannot take it now
     */
    void change(Caller caller, Session session, String old, String wanted) {
        String user = session.user();
        if (proved(caller, user, old).isEmpty()) {
            throw new Forbidden("WRONG_PASSWORD", "old: that is not your password.");
        }
        if (wanted.equals(old)) {
            throw new BadRequest("WEAK_PASSWORD", "password: the new one is the old one.");
        }
        String hash = passwords.hashNew(wanted, user, caller.address());
        credentials.replace(caller, user, Credential.chosen(hash, means.clock().instant()));
        sessions.endAll(caller, user, Optional.of(session));
    }

    /**
     * Gives another user a password, which he must change at his first sign-in within a day; his sessions end.
     *
     * @throws NotFound USER_NOT_FOUND if there is no such user
     * @throws BadRequest WEAK_PASSWORD if nobody should have it
     * @throws ProblemException if the database cannot take it now
     */
    void assign(Caller caller, String user, String password) {
        if (!users.has(user)) {
            throw new NotFound("USER_NOT_FOUND", "There is no user of that name.");
        }
        String hash = passwords.hashNew(password, user, caller.address());
        credentials.replace(caller, user, Credential.initial(hash, means.clock().instant(), INITIAL_VALIDITY));
        sessions.endAll(caller, user, Optional.empty());
    }

    /** Whether this user may do nothing but change his password. */
    boolean mustChange(String user) {
        return credentials
                .find(user)
                .map(kept -> kept.credential().mustChange())
                .orElse(false);
    }
}
