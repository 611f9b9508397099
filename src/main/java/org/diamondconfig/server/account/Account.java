/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What is known of a subject. Immutable.
 *
 * @param description for people
 * @param groups names of the groups whose rights it has too; a group has none
 * @param grants what it may do itself
 * @param terms when and from where it is good
 * @param secrets what it is known by: of a token its hash in hex, of an application its keys; none of everybody else; never told
 */
public record Account(
        Subject subject,
        String description,
        List<String> groups,
        List<Grant> grants,
        Terms terms,
        List<String> secrets) {

    /** Most grants of one subject. */
    static final int MOST_GRANTS = 200;

    /** Most groups of one subject. */
    static final int MOST_GROUPS = 50;

    private static final String HASH = "hash";
    private static final String KEYS = "keys";

    private static final int MOST_DESCRIPTION = 256;

    /** The one that clients have and the one that they are to have. */
    private static final int MOST_KEYS = 2;

    private static final Pattern KEY = Pattern.compile("[!-~]{8,128}");

    /**
     * When and from where an account is good. Immutable.
     *
     * @param disabled whether it has no right for the time being
     * @param expires from when on it has none; empty = never
     * @param networks from where alone it may be used; none = from everywhere
     */
    public record Terms(boolean disabled, Optional<Instant> expires, Networks networks) {

        /** Always and from everywhere. */
        public static final Terms ALWAYS = new Terms(false, Optional.empty(), Networks.ALL);

        boolean hold(Instant now) {
            return !disabled && expires.map(now::isBefore).orElse(true);
        }
    }

    /** Refuses what is too much with an {@link IllegalArgumentException}. */
    public Account {
        groups = List.copyOf(groups);
        grants = List.copyOf(grants);
        secrets = List.copyOf(secrets);
        require(description.length() <= MOST_DESCRIPTION, "description: at most " + MOST_DESCRIPTION + " characters");
        require(groups.size() <= MOST_GROUPS, "groups: at most " + MOST_GROUPS);
        require(grants.size() <= MOST_GRANTS, "grants: at most " + MOST_GRANTS);
        require(groups.isEmpty() || subject.kind() != Subject.Kind.GROUP, "groups: a group is in no other group");
        require(
                subject.kind() != Subject.Kind.GROUP
                        || (terms.expires().isEmpty() && terms.networks().equals(Networks.ALL)),
                "subject: a group has neither an end nor networks; its members have");
        require(
                subject.kind() != Subject.Kind.NETWORK || !terms.networks().equals(Networks.ALL),
                "networks: say from which networks who shows nothing is taken for this subject");
        require(
                subject.kind() != Subject.Kind.APPLICATION
                        || (secrets.size() <= MOST_KEYS
                                && secrets.stream()
                                        .allMatch(key -> KEY.matcher(key).matches())),
                "keys: one or two, of 8 to 128 printable ASCII characters without spaces");
        groups.forEach(name -> new Subject(Subject.Kind.GROUP, name));
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** An account of this subject with these grants and nothing else to say of it. */
    public static Account of(Subject subject, Grant... grants) {
        return new Account(subject, "", List.of(), List.of(grants), Terms.ALWAYS, List.of());
    }

    /** The same with other grants. */
    Account withGrants(List<Grant> others) {
        return new Account(subject, description, groups, others, terms, secrets);
    }

    /** The same, known by these. */
    Account withSecrets(List<String> others) {
        return new Account(subject, description, groups, grants, terms, others);
    }

    /**
     * Reads an account; of what it is known by the keys of an application alone, which are chosen for it.
     *
     * @throws IllegalArgumentException if a member is not what it should be
     */
    static Account read(Subject subject, JsonObject json) {
        return new Account(
                subject,
                json.optionalString("description").orElse(""),
                json.has("groups") ? json.strings("groups") : List.of(),
                json.has("grants") ? Grants.read(json.objects("grants")) : List.of(),
                new Terms(
                        json.flag("disabled", false),
                        json.optionalString("expires").map(Account::instant),
                        json.has("networks") ? Networks.of(json.strings("networks")) : Networks.ALL),
                subject.kind() == Subject.Kind.APPLICATION && json.has(KEYS) ? json.strings(KEYS) : List.of());
    }

    /** Reads an account as it is kept. */
    static Account stored(Subject subject, String content) {
        JsonObject json = JsonObject.of(Json.parse(content), "account");
        Account account = read(subject, json);
        return json.optionalString(HASH).map(List::of).map(account::withSecrets).orElse(account);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expires: write a time as 2030-12-31T23:59:59Z", e);
        }
    }

    /** As it is kept. */
    public String stored() {
        JsonWriter json = write(new JsonWriter().object());
        if (subject.kind() == Subject.Kind.TOKEN) {
            secrets.forEach(hash -> json.field(HASH, hash));
        } else if (subject.kind() == Subject.Kind.APPLICATION) {
            texts(json, KEYS, secrets.stream());
        }
        return json.endObject().toString();
    }

    /** Writes what may be told of it into an object that has begun. */
    JsonWriter write(JsonWriter json) {
        json.field("subject", subject.toString()).field("description", description);
        texts(json, "groups", groups.stream());
        json.name("grants").array();
        grants.forEach(grant -> Grants.write(json, grant));
        json.endArray().field("disabled", terms.disabled());
        terms.expires().ifPresent(expires -> json.field("expires", expires.toString()));
        texts(json, "networks", terms.networks().texts().stream());
        return json;
    }

    private static void texts(JsonWriter json, String name, Stream<String> texts) {
        json.name(name).array();
        texts.forEach(json::value);
        json.endArray();
    }
}
