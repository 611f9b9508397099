/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.Json;

/**
 * The users' {@link Credential}s, each in a document of its own beside the user's, so that whoever reads about users comes by no
 * hash. Thread-safe.
 */
@Component
public final class Credentials {

    private static final Logger LOG = System.getLogger("diamond.password");
    private static final String GROUP = "password";

    /**
     * A user's credential and where it stands. Immutable.
     *
     * @param version of its document
     */
    public record Kept(Credential credential, long version) {}

    private final Documents documents;

    @Inject
    public Credentials(Documents documents) {
        this.documents = documents;
    }

    /** The one of this user; empty if he has none, or it was spoilt by hand: then nothing proves him. */
    public Optional<Kept> find(String user) {
        return documents.find(GROUP, user).flatMap(Credentials::kept);
    }

    /**
     * The one of this user in the database at this moment.
     *
     * @throws ProblemException if it cannot be asked now
     */
    public Optional<Kept> stored(String user) {
        return documents.stored(GROUP, user).flatMap(Credentials::kept);
    }

    private static Optional<Kept> kept(Document document) {
        try {
            Credential credential =
                    Credential.parse(Json.parseObject(document.json().getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new Kept(credential, document.version()));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.log(
                    Level.WARNING,
                    "The password of {0} is not readable and fits nothing; set another",
                    document.name());
            return Optional.empty();
        }
    }

    /**
     * Puts one in the place of another.
     *
     * @param replaced the version that is replaced; 0 = there must be none
     * @throws PreconditionFailed if another stands there
     * @throws ProblemException if the database cannot take it now
     */
    public void put(Caller caller, String user, Credential credential, long replaced) {
        documents.write(caller, new Document(GROUP, user, replaced, credential.toJson()), replaced);
    }

    /** Puts one in the place of whatever this node knows to be there. */
    public void replace(Caller caller, String user, Credential credential) {
        put(
                caller,
                user,
                credential,
                documents.find(GROUP, user).map(Document::version).orElse(0L));
    }

    /** The names of all who have one. */
    public List<String> owners() {
        return documents.all(GROUP).stream().map(Document::name).toList();
    }

    /** Takes away those of users who are no more. */
    public void tidy(Set<String> users) {
        List<Document> all = documents.all(GROUP);
        all.stream()
                .filter(document -> !users.contains(document.name()))
                .forEach(document -> documents.removeIf(Caller.SYSTEM, document));
    }
}
