/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.identity.Session.Handle;
import org.diamondconfig.server.identity.Sessions.Opened;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.server.problem.UnsupportedMedia;
import org.diamondconfig.server.rate.Intake;
import org.diamondconfig.wire.JsonWriter;

/** One's own session: signing in, who one is, another password, signing out. Thread-safe. */
@Component
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private static final Set<String> END = Set.of("all");
    private static final int MAX_BODY = 4 << 10;

    /** Anybody may begin a sign-in: few that have not come whole may hold threads. */
    private static final int MOST_READ = 6;

    private static final int MOST_READ_OF_ONE = 3;

    private final SignIn signIn;
    private final Sessions sessions;
    private final Visitors visitors;
    private final Means means;
    private final Intake proofs;

    /** Who decides, who writes refusals down, and by which clock bodies are waited for. */
    @Component
    record Means(Access access, AuditQueue trail, Ticker ticker) {

        @Inject
        Means {}
    }

    /** For RESTEasy, which insists that there is one and never calls it. */
    public SessionResource() {
        this(null, null, null, new Means(null, null, null));
    }

    @Inject
    SessionResource(SignIn signIn, Sessions sessions, Visitors visitors, Means means) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.visitors = visitors;
        this.means = means;
        proofs = new Intake(
                MOST_READ,
                MOST_READ_OF_ONE,
                means.ticker(),
                () -> new TooMany("SIGN_IN_BUSY", "Too many sign in at this moment. Try again.", 2));
    }

    /** A user and his password, as a caller gives them. */
    private record Proof(String user, String password) {

        /** Without the password: a log must not have it. */
        @Override
        public String toString() {
            return "Proof[" + user + ']';
        }
    }

    /** Two passwords, as a caller gives them. */
    private record Passwords(String old, String wanted) {

        /** Without either: a log must not have them. */
        @Override
        public String toString() {
            return "Passwords";
        }
    }

    /**
     * Signs in. The session that the browser came with, if any, plays no part in it and is not taken over. Mostly {@link HotSignIn}
     * answers before JAX-RS comes here.
     */
    @POST
    public Response open(@Context HttpServletRequest request, InputStream body) {
        Opened opened = opened(request, body);
        return told(json(opened.session(), opened.handle()))
                .header("Set-Cookie", SessionCookie.set(request, opened.handle()))
                .build();
    }

    /** Signs in, for whoever answers that. */
    Opened opened(HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = admitted(request);
        requireJson(request);
        Body sent = Body.of(request, body);
        Supplier<Proof> reader =
                () -> sent.json(MAX_BODY, json -> new Proof(json.string("user"), json.string("password")));
        Proof proof = sent.hasCome(MAX_BODY) ? reader.get() : proofs.read(caller.address(), reader);
        Entry wish = Entry.of(caller, "sign-in", target(proof.user()));
        return means.trail().tellingRefusal(wish, () -> signIn.signIn(caller, proof.user(), proof.password()));
    }

    /** Whatever is no name is not repeated. */
    private static Entry.Target target(String user) {
        return Entry.Target.SERVER.with(Users.isName(user) ? Users.subject(user) : "");
    }

    /** A form that another site posts is never JSON, and what says nothing of its type may be such a form. */
    private static void requireJson(HttpServletRequest request) {
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MediaType.APPLICATION_JSON)) {
            throw UnsupportedMedia.notJson();
        }
    }

    /** Who is signed in, until when, and the token that each change has to carry. */
    @GET
    public Response find(@Context HttpServletRequest request) {
        Query.requireNone(request);
        admitted(request);
        return told(json(own(request), SessionCookie.read(request).orElseThrow()))
                .build();
    }

    private static Response.ResponseBuilder told(byte[] json) {
        return Response.ok(json, MediaType.APPLICATION_JSON).header("Cache-Control", "no-store");
    }

    /** What is told of a session to whom it belongs. */
    byte[] json(Session session, Handle handle) {
        return new JsonWriter()
                .object()
                .field("user", session.user())
                .field("csrf", handle.csrf())
                .field("expires", sessions.end(session).toString())
                .field("mustChange", signIn.mustChange(session.user()))
                .endObject()
                .toUtf8();
    }

    private Caller admitted(HttpServletRequest request) {
        Caller caller = Door.caller(request);
        means.access().checkServer(caller, Action.LOCATE);
        return caller;
    }

    private Session own(HttpServletRequest request) {
        return visitors.session(request)
                .orElseThrow(() -> new Unauthorized("NOT_SIGNED_IN", "Nobody is signed in here; sign in first."));
    }

    /** Signs out: this session ends, or all of the user's. */
    @DELETE
    public Response end(@Context HttpServletRequest request) {
        Query query = Query.of(request, END);
        Caller caller = admitted(request);
        Session session = own(request);
        if (query.flag("all")) {
            sessions.endAll(caller, session.user(), Optional.empty());
        } else {
            sessions.end(caller, session.user(), session.place());
        }
        return Response.noContent()
                .header("Set-Cookie", SessionCookie.clear(request))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Sets another password; the user's other sessions end. */
    @PUT
    @Path("/password")
    public Response change(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = admitted(request);
        Session session = own(request);
        requireJson(request);
        Passwords passwords =
                Body.of(request, body).json(MAX_BODY, json -> new Passwords(json.string("old"), json.string("new")));
        Entry wish = Entry.of(caller, "password", target(session.user()));
        means.trail().tellingRefusal(wish, () -> {
            signIn.change(caller, session, passwords.old(), passwords.wanted());
            return session;
        });
        return Response.noContent().header("Cache-Control", "no-store").build();
    }
}
