/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * One sign-in of one user, as it is stored: the id that proves it is not in it, only that id's SHA-256. Immutable. A user has
 * ten places for them, so that nothing grows: the one after the tenth takes the place of the one that was used least lately.
 *
 * @param place which of the user's places, from 0
 * @param idHash SHA-256 of the id, in hex
 * @param used about when it was last used; written only now and then
 * @param address from where the user signed in
 * @param version of the document that it was read from; 0 = not written yet
 */
record Session(String user, int place, String idHash, Instant created, Instant used, String address, long version) {

    /** The group of their documents. */
    static final String GROUP = "session";

    /** How many a user has at once. */
    static final int PLACES = 10;

    private static final String MAC = "HmacSHA256";

    /**
     * What the browser holds: where the session is stored, and the id that proves it. Immutable. The version lets a node that
     * has not yet heard of the sign-in on another one know that it should look.
     *
     * @param version at which the session was made
     * @param id 256 random bits in base64url
     */
    record Handle(String user, int place, long version, String id) {

        private static final Pattern FORM =
                Pattern.compile("([0-9])\\.([0-9]{1,18})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_.:-]{1,100})");

        /** What a cookie holds; empty if it is none of ours. */
        static Optional<Handle> parse(String text) {
            Matcher parts = FORM.matcher(text);
            return parts.matches()
                    ? Optional.of(new Handle(
                            parts.group(4),
                            Integer.parseInt(parts.group(1)),
                            Long.parseLong(parts.group(2)),
                            parts.group(3)))
                    : Optional.empty();
        }

        /** As the cookie holds it. */
        String text() {
            return place + "." + version + "." + id + "." + user;
        }

        /** What a page has to send along with each change: only who read it from an answer of ours can know it. */
        String csrf() {
            try {
                Mac mac = Mac.getInstance(MAC);
                mac.init(new SecretKeySpec(id.getBytes(StandardCharsets.US_ASCII), MAC));
                byte[] token = mac.doFinal("diamond-csrf-1".getBytes(StandardCharsets.US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + MAC, e);
            }
        }

        /** Whether a page sent along what it had to. */
        boolean hasCsrf(String sent) {
            return sent != null
                    && MessageDigest.isEqual(
                            csrf().getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.UTF_8));
        }

        String name() {
            return Session.name(user, place);
        }

        /** Without the id: a log must not have it. */
        @Override
        public String toString() {
            return "Handle[" + name() + ']';
        }
    }

    /** The name of the document of a user's place. */
    static String name(String user, int place) {
        return user + '/' + place;
    }

    /** Whose place has this name; empty if somebody named it by hand. */
    static Optional<String> userOf(String name) {
        return Optional.of(name.substring(0, Math.max(0, name.lastIndexOf('/'))))
                .filter(Users::isName);
    }

    String name() {
        return name(user, place);
    }

    /** Whether this id proves it. */
    boolean isOf(Handle handle) {
        return Tokens.isHashOf(idHash, handle.id());
    }

    /** The same, last used then. */
    Session usedAt(Instant when) {
        return new Session(user, place, idHash, created, when, address, version);
    }

    /** When it ends if it is not used again. */
    Instant end(Duration idle, Duration most) {
        Instant byIdleness = used.plus(idle);
        Instant byAge = created.plus(most);
        return byIdleness.isBefore(byAge) ? byIdleness : byAge;
    }

    Document document() {
        String json = new JsonWriter()
                .object()
                .field("id", idHash)
                .field("created", created.toString())
                .field("used", used.toString())
                .field("from", address)
                .endObject()
                .toString();
        return new Document(GROUP, name(), version, json);
    }

    /** What a document holds; empty if somebody spoilt it by hand, so that it proves nothing. */
    static Optional<Session> of(Document document) {
        try {
            int slash = document.name().lastIndexOf('/');
            JsonObject json = Json.parseObject(document.json().getBytes(StandardCharsets.UTF_8));
            return Optional.of(new Session(
                    document.name().substring(0, slash),
                    Integer.parseInt(document.name().substring(slash + 1)),
                    json.string("id"),
                    Instant.parse(json.string("created")),
                    Instant.parse(json.string("used")),
                    json.string("from"),
                    document.version()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
