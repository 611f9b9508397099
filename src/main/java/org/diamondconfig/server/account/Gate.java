/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.problem.UnsupportedMedia;
import org.diamondconfig.server.rate.Kind;
import org.diamondconfig.server.rate.Rates;
import org.diamondconfig.server.usage.LastUses;

/**
 * Who may come in. In closed mode nobody does who shows neither a token nor a session that is good, but to the few
 * {@linkplain #FREE free} paths. In open mode everybody on this machine does, and nobody else: neither from another address nor
 * through a proxy. Thread-safe.
 */
@Component
public final class Gate implements Door.Keeper {

    /** Paths that ask nothing of who comes; the peers' one asks for a signature, and the one of sign-in for a password. */
    static final Set<String> FREE = Set.of(
            "/health/live",
            "/health/ready",
            "/namesrv/addrs",
            "/diamond",
            "/diamond-unit-center",
            "/unit-list",
            "/api/v1/peer/notify",
            "/api/v1/peer/glance",
            "/api/v1/peer/subscribers",
            "/api/v1/session");

    private static final String API = "/api/";
    private static final String FORM = "x-www-form-urlencoded";
    private static final String BEARER = "bearer ";
    private static final String NETWORK = Subject.Kind.NETWORK.wireName() + ':';

    /** A page can have its own name resolved to this machine, and would then be of the same site as this server. */
    private static final Pattern OWN_NAME =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])?(:[0-9]*)?", Pattern.CASE_INSENSITIVE);

    /** Tells whose session a request belongs to. */
    public interface Sessions {

        /**
         * The subject of the session that a request shows; empty if it shows none.
         *
         * @throws ProblemException if what it shows is not good any more, or may not be used for this
         */
        Optional<String> subject(HttpServletRequest request);

        /** Whose session a request showed when {@link #subject} was asked, whether it may be used for this or not. */
        default Optional<String> owner(HttpServletRequest request) {
            return Optional.empty();
        }

        /** As {@link Door.Keeper#standing}, of the session that a request was let in by. */
        default BooleanSupplier standing(HttpServletRequest request) {
            return () -> true;
        }
    }

    /** Tells which application signed a request, as the original Diamond's clients do. */
    public interface Applications {

        /**
         * The subject of the application; empty if the request is not signed.
         *
         * @throws Unauthorized if it is, and not as it should be
         */
        Optional<String> subject(HttpServletRequest request, String address);
    }

    /** What is written down of who came, and of who was sent away. */
    @Component
    public record Notes(AuditQueue trail, LastUses uses) {

        @Inject
        public Notes {}
    }

    private final Access access;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Approach approach;
    private final AuditQueue trail;
    private final LastUses uses;

    /** By which name the last request called this machine that did so by one of its own: most use the same. */
    private volatile String ownName = "";

    private volatile Sessions sessions = request -> Optional.empty();
    private volatile Applications applications = (request, address) -> Optional.empty();

    /** From where a request comes, and whether that many may. */
    @Component
    record Approach(Proxies proxies, Rates rates) {

        @Inject
        Approach {}
    }

    @Inject
    Gate(Access access, Accounts accounts, Tokens tokens, Approach approach, Notes notes) {
        this.access = access;
        this.approach = approach;
        trail = notes.trail();
        uses = notes.uses();
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** From now on sessions let people in too. */
    public void admit(Sessions more) {
        sessions = more;
    }

    /** From now on signatures of applications let their clients in too. */
    public void admit(Applications more) {
        applications = more;
    }

    @Override
    public Door.Sender sender(HttpServletRequest request) {
        String path = Door.path(request);
        boolean free = FREE.contains(path);
        Kind kind = Kind.of(request.getMethod(), path);
        String address = approach.proxies().address(request);
        approach.rates().countAddress(kind, address);
        if (free && path.startsWith(API) && isForm(request)) {
            throw UnsupportedMedia.notJson();
        }
        String subject = subject(request, address, free);
        if (isOne(subject)) {
            approach.rates().countSubject(kind, subject);
        }
        uses.note(subject);
        return new Door.Sender(subject, address);
    }

    /** JAX-RS on Payara waits for a form to begin before it asks anybody, and anybody may come this far. */
    private static boolean isForm(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Content-Type")).stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).contains(FORM));
    }

    /**
     * Whether a subject stands for one caller. Nobody in particular, and whoever comes from a network, are many: only their addresses
     * tell them apart.
     */
    public static boolean isOne(String subject) {
        return !subject.equals(Caller.ANONYMOUS) && !subject.startsWith(NETWORK);
    }

    private String subject(HttpServletRequest request, String address, boolean free) {
        if (access.isOpen() && !free) {
            requireLocal(request);
        }
        try {
            return proven(request, address)
                    .or(() -> free ? Optional.empty() : signedOrTrusted(request, address))
                    .map(subject -> free ? subject : judgeable(subject))
                    .orElseGet(() -> unknown(free));
        } catch (ProblemException e) {
            if (free || access.isOpen()) {
                return Caller.ANONYMOUS;
            }
            throw e;
        }
    }

    @Override
    public void sentAway(HttpServletRequest request, ProblemException refusal) {
        if (refusal instanceof Unauthorized || refusal instanceof Forbidden) {
            String whose = sessions.owner(request).orElse(Caller.ANONYMOUS);
            Caller sender =
                    new Caller(whose, approach.proxies().address(request), "", "").tracedAs(Problem.traceId(request));
            trail.refused(Entry.of(sender, "enter", Entry.Target.SERVER), refusal);
        }
    }

    /** Also whether he might still come from where he came from: a token may be revoked while he waits, or its addresses narrowed. */
    @Override
    public BooleanSupplier standing(HttpServletRequest request) {
        BooleanSupplier session = sessions.standing(request);
        Caller caller = Door.caller(request);
        if (access.isOpen() || caller.subject().equals(Caller.ANONYMOUS)) {
            return session;
        }
        Subject who = Subject.parse(caller.subject());
        return () -> session.getAsBoolean() && accounts.admits(who, caller.address());
    }

    private void requireLocal(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (!Proxies.isFromHere(request) || (host != null && !isOwnName(host))) {
            throw new Forbidden(
                    "OPEN_TO_THIS_MACHINE_ONLY",
                    "This server is in open mode and answers its own machine alone, and no proxy; start it with"
                            + " diamond.access=closed.");
        }
    }

    private boolean isOwnName(String host) {
        if (host.equals(ownName)) {
            return true;
        }
        boolean own = OWN_NAME.matcher(host).matches();
        if (own) {
            ownName = host;
        }
        return own;
    }

    /** What somebody may do whose group has yet to come, another server knows. */
    private String judgeable(String subject) {
        if (!accounts.isJudgeable(subject)) {
            throw loading();
        }
        return subject;
    }

    private String unknown(boolean free) {
        if (free || access.isOpen()) {
            return Caller.ANONYMOUS;
        }
        if (!accounts.isComplete()) {
            throw loading();
        }
        throw new Unauthorized("SIGN_IN_REQUIRED", "Show who you are: a token as Authorization: Bearer, or a session.");
    }

    /** Old clients sign with whatever key they have, also where nobody asks for one. */
    private Optional<String> signedOrTrusted(HttpServletRequest request, String address) {
        try {
            return applications.subject(request, address).or(() -> trusted(request, address));
        } catch (ProblemException e) {
            return Optional.of(trusted(request, address).orElseThrow(() -> e));
        }
    }

    /** What a proxy passes on that is not believed may come from anywhere. */
    private Optional<String> trusted(HttpServletRequest request, String address) {
        return accounts.trusted(address)
                .filter(subject -> !Proxies.forward(request) || !address.equals(request.getRemoteAddr()));
    }

    private Optional<String> proven(HttpServletRequest request, String address) {
        String shown = request.getHeader("Authorization");
        return shown == null ? sessions.subject(request) : Optional.of(ofToken(shown, address));
    }

    private String ofToken(String shown, String address) {
        if (!shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new Unauthorized("BAD_TOKEN", "Authorization: Bearer and a token expected.");
        }
        return tokens.subject(shown.substring(BEARER.length()).strip(), address).orElseThrow(this::badToken);
    }

    private ProblemException badToken() {
        return accounts.isComplete()
                ? new Unauthorized(
                        "BAD_TOKEN", "That token is unknown, expired or revoked, or may not be used from there.")
                : loading();
    }

    private static Unavailable loading() {
        return new Unavailable("DUMP_LOADING", "This server is still loading who may come in.", 1);
    }
}
