/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.account.Gate;
import org.diamondconfig.server.account.Proxies;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.identity.Session.Handle;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.Unavailable;

/**
 * Who sends a request by the cookie that it carries. Thread-safe. A browser sends the cookie along whoever made it ask; so a
 * request that may change something must also carry the token that only our own pages know.
 */
@Component
public final class Visitors implements Gate.Sessions {

    static final String CSRF_HEADER = "X-CSRF-Token";

    /** Sent with what a page asks by itself, such as a refresh, whoever sits before it or does not any more. */
    static final String BACKGROUND_HEADER = "Diamond-Background";

    private static final String API = "/api/v1";

    /** What the API is: a file that the console reads. */
    private static final String DOCUMENT = "/openapi.yaml";

    private static final String OWN_SESSION = "/api/v1/session";

    /** What pages read for as long as they are open, and a browser goes on with by itself: it can say no more than the path. */
    private static final String EVENTS = "/api/v1/events";

    /** Request attribute: the session that a request shows. */
    private static final String SHOWN = "diamond.session.shown";

    /** Request attribute: the same, once it is known that it may be used for this. */
    private static final String FOUND = "diamond.session";

    private final Sessions sessions;
    private final Users users;
    private final SignIn signIn;
    private final Gate gate;
    private final Proxies proxies;

    @Inject
    Visitors(Sessions sessions, Users users, SignIn signIn, Gate gate, Proxies proxies) {
        this.sessions = sessions;
        this.users = users;
        this.signIn = signIn;
        this.gate = gate;
        this.proxies = proxies;
    }

    /** Begins to let in who has a session. */
    public void start() {
        gate.admit(this);
    }

    /**
     * The user whose live session sends this, as a subject; empty if no session does.
     *
     * @throws Forbidden CSRF if it may change something and lacks the token; PASSWORD_MUST_CHANGE if the user has to do that first
     * @throws Unavailable DUMP_LOADING, or why the database cannot be asked, while this node cannot know
     */
    @Override
    public Optional<String> subject(HttpServletRequest request) {
        if (isSignIn(request)) {
            return Optional.empty();
        }
        Optional<Session> session = session(request);
        if (session.isPresent()
                && !isAboutOwnSession(request)
                && signIn.mustChange(session.get().user())) {
            throw new Forbidden(
                    "PASSWORD_MUST_CHANGE", "Somebody else chose your password; set another by PUT /session/password.");
        }
        return session.map(Session::user).map(Users::subject);
    }

    /** As {@link #subject}, the session itself, and whatever it may be used for. */
    Optional<Session> session(HttpServletRequest request) {
        if (request.getAttribute(FOUND) instanceof Session found) {
            return Optional.of(found);
        }
        // The faces of the originals change things by GET, as their clients do; a link would make a browser do so.
        Optional<Handle> handle = isOfApi(Door.path(request)) ? SessionCookie.read(request) : Optional.empty();
        Optional<Session> session = handle.filter(one -> isAdmitted(one, request))
                .flatMap(one -> isBackground(request) ? sessions.glance(one) : sessions.find(one));
        session.ifPresent(found -> {
            request.setAttribute(SHOWN, found);
            requireOwnPage(request, handle.get());
            request.setAttribute(FOUND, found);
        });
        return session;
    }

    @Override
    public Optional<String> owner(HttpServletRequest request) {
        return Optional.ofNullable((Session) request.getAttribute(SHOWN))
                .map(Session::user)
                .map(Users::subject);
    }

    @Override
    public BooleanSupplier standing(HttpServletRequest request) {
        return request.getAttribute(FOUND) instanceof Session found ? () -> sessions.stands(found) : () -> true;
    }

    private static boolean isBackground(HttpServletRequest request) {
        return request.getHeader(BACKGROUND_HEADER) != null
                || Door.path(request).equals(EVENTS);
    }

    private static boolean isOfApi(String path) {
        return path.equals(DOCUMENT)
                || (path.startsWith(API) && (path.length() == API.length() || path.charAt(API.length()) == '/'));
    }

    private boolean isAdmitted(Handle handle, HttpServletRequest request) {
        String address = proxies.address(request);
        if (users.admits(handle.user(), address)) {
            return true;
        }
        if (!users.areKnown()) {
            throw Lookup.loading();
        }
        // After a start that did not read all a user may be as new as his session; a mere name, which anybody can
        // make up, makes nobody ask for it.
        if (!users.isUnheardOf(handle.user()) || sessions.glance(handle).isEmpty()) {
            return false;
        }
        users.hear(handle.user());
        return users.admits(handle.user(), address);
    }

    private static void requireOwnPage(HttpServletRequest request, Handle handle) {
        String method = request.getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            throw new Forbidden("CROSS_SITE", "A page of another site sent this through somebody's browser.");
        }
        if (!handle.hasCsrf(request.getHeader(CSRF_HEADER))) {
            throw new Forbidden(
                    "CSRF",
                    "With a cookie a change needs the header " + CSRF_HEADER + "; GET /api/v1/session tells it.");
        }
    }

    private static boolean isSignIn(HttpServletRequest request) {
        return request.getMethod().equals("POST") && Door.path(request).equals(OWN_SESSION);
    }

    private static boolean isAboutOwnSession(HttpServletRequest request) {
        return Door.path(request).equals(OWN_SESSION) || Door.path(request).equals(OWN_SESSION + "/password");
    }
}
