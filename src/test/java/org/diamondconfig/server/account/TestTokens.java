/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.publish.ChangeRequest;

/** Makes subjects for tests, past the routes that ask who makes them. */
public final class TestTokens {

    private TestTokens() {}

    /** A new token with these grants. */
    public static String issue(Accounts accounts, Tokens tokens, Grant... grants) {
        Tokens.Fresh fresh = tokens.fresh();
        save(accounts, Account.of(fresh.subject(), grants).withSecrets(List.of(fresh.hash())));
        return fresh.secret();
    }

    /** A new token with these grants that is in a group. */
    public static String issueIn(Accounts accounts, Tokens tokens, String group, Grant... grants) {
        Tokens.Fresh fresh = tokens.fresh();
        List<String> hashes = List.of(fresh.hash());
        save(accounts, new Account(fresh.subject(), "", List.of(group), List.of(grants), Account.Terms.ALWAYS, hashes));
        return fresh.secret();
    }

    /** A new token without grants that is good in this network alone. */
    public static String issue(Accounts accounts, Tokens tokens, String network) {
        Tokens.Fresh fresh = tokens.fresh();
        Account.Terms terms = new Account.Terms(false, Optional.empty(), Networks.of(List.of(network)));
        save(accounts, new Account(fresh.subject(), "", List.of(), List.of(), terms, List.of(fresh.hash())));
        return fresh.secret();
    }

    /** Whoever shows nothing and comes from this network may do this. */
    public static void trust(Accounts accounts, String network, Grant grant) {
        Account.Terms terms = new Account.Terms(false, Optional.empty(), Networks.of(List.of(network)));
        Subject subject = new Subject(Subject.Kind.NETWORK, "legacy");
        save(accounts, new Account(subject, "", List.of(), List.of(grant), terms, List.of()));
    }

    /** Gives a token other grants in the place of those that it has. */
    public static void grant(Accounts accounts, String token, Grant... grants) {
        save(accounts, accounts.find(subject(token)).orElseThrow().withGrants(List.of(grants)));
    }

    /** Has a token be good in this network alone. */
    public static void keepIn(Accounts accounts, String token, String network) {
        Account known = accounts.find(subject(token)).orElseThrow();
        Account.Terms terms = new Account.Terms(false, Optional.empty(), Networks.of(List.of(network)));
        save(accounts, new Account(known.subject(), "", known.groups(), known.grants(), terms, known.secrets()));
    }

    private static Subject subject(String token) {
        return new Subject(Subject.Kind.TOKEN, token.split("_")[1]);
    }

    /** What is told of an account that was read before. */
    public static List<Grant> grants(Accounts accounts, Account read) {
        return accounts.grants(read);
    }

    /** Ends a token. */
    public static void revoke(Accounts accounts, String token) {
        Subject subject = subject(token);
        accounts.remove(new ChangeRequest(Caller.SYSTEM, Precondition.NONE, "", Optional.empty()), subject);
    }

    /** Makes this subject, or gives it this state. */
    public static void save(Accounts accounts, Account account) {
        accounts.save(new ChangeRequest(Caller.SYSTEM, Precondition.NONE, "", Optional.empty()), account);
    }
}
