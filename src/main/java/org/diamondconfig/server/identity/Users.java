/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;

/** Who there is, of {@link Accounts} those who have a password. Thread-safe. */
@Component
final class Users {

    private static final String GROUP = Subject.Kind.USER.wireName();

    private final Documents documents;

    /** Whether a user of this name may come in from this address. */
    private final BiPredicate<String, String> admitted;

    @Inject
    Users(Documents documents, Accounts accounts) {
        this(documents, (user, address) -> accounts.admits(Subject.user(user), address));
    }

    Users(Documents documents, BiPredicate<String, String> admitted) {
        this.documents = documents;
        this.admitted = admitted;
    }

    /** Whether a user may have this name. */
    static boolean isName(String text) {
        return Subject.isName(text);
    }

    /** How rights and history name him. */
    static String subject(String user) {
        return Subject.user(user).toString();
    }

    /** Whether there is a user of this name, he is not disabled, and he may come from this address. */
    boolean admits(String user, String address) {
        return isName(user) && admitted.test(user, address);
    }

    /** Whether there is a user of this name. */
    boolean has(String user) {
        return isName(user) && documents.find(GROUP, user).isPresent();
    }

    /** Whether this node never heard of one of this name; who was removed, it has heard of. */
    boolean isUnheardOf(String user) {
        return isName(user) && documents.version(GROUP, user) == 0;
    }

    /**
     * Takes one from the database, if there is one.
     *
     * @throws ProblemException if the database cannot be asked now, or has one whom this node cannot take
     */
    void hear(String user) {
        if (documents.await(GROUP, user, 1, Duration.ZERO).isEmpty() && isStored(user)) {
            throw Lookup.loading();
        }
    }

    /** The names of all. */
    Set<String> all() {
        return documents.all(GROUP).stream().map(Document::name).collect(Collectors.toSet());
    }

    /**
     * Whether the database has one of this name at this moment.
     *
     * @throws ProblemException if it cannot be asked now
     */
    boolean isStored(String user) {
        return isName(user) && documents.stored(GROUP, user).isPresent();
    }

    /** Whether this node knows all of them. */
    boolean areKnown() {
        return documents.isComplete();
    }

    /**
     * Whether the database holds none.
     *
     * @throws ProblemException if it cannot be asked now
     */
    boolean nobody() {
        return !documents.any(GROUP);
    }

    /**
     * Makes one who may do everything; nothing happens if there is one of that name.
     *
     * @throws ProblemException if the database cannot take it now
     */
    void makeAdmin(String user) {
        String json = Account.of(Subject.user(user), Grant.admin()).stored();
        try {
            documents.write(Caller.SYSTEM, new Document(GROUP, user, 0, json), 0);
        } catch (PreconditionFailed e) {
            // Another node was faster, and wrote the same.
        }
    }
}
