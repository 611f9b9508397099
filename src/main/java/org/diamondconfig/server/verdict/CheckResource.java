/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.verdict;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.access.Rights;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.verdict.Verdict.Question;
import org.diamondconfig.server.verdict.Verdict.Source;
import org.diamondconfig.server.verdict.Verdict.Why;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** Tells what a subject may do to keys, there or not, and why: everybody of himself, of others who may grant rights there. Thread-safe. */
@Component
@Path("/access/check")
public class CheckResource {

    private static final int MAX_BODY = 256 << 10;
    private static final int MAX_QUESTIONS = 500;

    private final Accounts accounts;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public CheckResource() {
        this(null, null);
    }

    @Inject
    public CheckResource(Accounts accounts, Access access) {
        this.accounts = accounts;
        this.access = access;
    }

    /** @param subject empty = whoever asks */
    private record Asked(Optional<Subject> subject, List<Question> questions) {

        static Asked read(JsonObject json) {
            List<JsonObject> checks = json.objects("checks");
            if (checks.size() > MAX_QUESTIONS) {
                throw new TooLarge("TOO_MANY_ITEMS", "checks: at most " + MAX_QUESTIONS);
            }
            return new Asked(
                    json.optionalString("subject").map(Subject::parse),
                    checks.stream().map(Asked::question).toList());
        }

        private static Question question(JsonObject json) {
            Action action = Action.named(json.string("action"))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "action: known are read, publish, remove, rollback, administer, grant and operate"));
            return new Question(action, ChangeRequest.readKey(json));
        }
    }

    /** A verdict for each question, in their order. Nothing of it is a refusal, and none is written down. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response check(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.LOCATE);
        Asked asked = Body.of(request, body).json(MAX_BODY, Asked::read);
        Optional<Subject> other =
                asked.subject.filter(subject -> !subject.toString().equals(caller.subject()));
        other.ifPresent(subject -> requireInsight(caller, subject, asked.questions));
        String subject = other.map(Subject::toString).orElse(caller.subject());
        Caller judged = other.map(any -> new Caller(subject, "", "", "")).orElse(caller);
        List<Source> sources = sources(subject);
        JsonWriter json = new JsonWriter()
                .object()
                .field("subject", subject)
                .name("checks")
                .array();
        asked.questions.forEach(question -> verdict(judged, question, sources).write(json));
        return Response.ok(json.endArray().endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private void requireInsight(Caller caller, Subject subject, List<Question> questions) {
        if (questions.isEmpty()) {
            // Without a question there is nothing but whether the subject exists.
            access.checkServer(caller, Action.GRANT);
        } else if (!access.allowsServer(caller, Action.GRANT)) {
            questions.stream()
                    .map(question -> question.key().namespace())
                    .distinct()
                    .forEach(namespace -> access.checkNamespace(caller, Action.GRANT, namespace));
        }
        if (accounts.find(subject).isEmpty()) {
            throw new NotFound("SUBJECT_NOT_FOUND", "There is no subject of that name.");
        }
    }

    /** All that it was granted itself and through its groups, in effect or not. */
    private List<Source> sources(String name) {
        return subject(name).flatMap(accounts::find).stream()
                .flatMap(account -> Stream.concat(own(account), ofGroups(account)))
                .toList();
    }

    private static Optional<Subject> subject(String name) {
        try {
            return Optional.of(Subject.parse(name));
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    private static Stream<Source> own(Account account) {
        return account.grants().stream().map(grant -> new Source(grant, account.subject()));
    }

    private Stream<Source> ofGroups(Account account) {
        return account.groups().stream()
                .flatMap(name -> accounts.find(new Subject(Subject.Kind.GROUP, name)).stream())
                .flatMap(CheckResource::own);
    }

    private Verdict verdict(Caller judged, Question question, List<Source> sources) {
        boolean allowed = access.allows(judged, question.action(), question.key());
        if (question.key().namespace().equals(Access.RESERVED)) {
            return new Verdict(question, allowed, Why.RESERVED, Optional.empty());
        }
        if (access.isOpen()) {
            return new Verdict(question, allowed, Why.OPEN, Optional.empty());
        }
        Optional<Source> denying = deciding(question, sources, Grant.Effect.DENY);
        if (denying.isPresent()) {
            return new Verdict(question, allowed, Why.DENIED, denying);
        }
        Optional<Source> allowing = deciding(question, sources, Grant.Effect.ALLOW);
        Why why = allowing.isEmpty() ? Why.NOT_GRANTED : allowed ? Why.GRANTED : Why.NOT_NOW;
        return new Verdict(question, allowed, why, allowing);
    }

    private static Optional<Source> deciding(Question question, List<Source> sources, Grant.Effect effect) {
        return sources.stream()
                .filter(source -> source.grant().effect() == effect)
                .filter(source -> Rights.concerns(source.grant(), question.action(), question.key()))
                .findFirst();
    }
}
