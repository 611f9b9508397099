/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * By what one user proves who he is, as it is stored. Immutable. It is told to nobody.
 *
 * @param hash of the password, with its parameters
 * @param set when it was set
 * @param mustChange whether it may be used only to set another
 * @param until after this it proves nothing; empty = for good
 */
public record Credential(String hash, Instant set, boolean mustChange, Optional<Instant> until) {

    /** One that the user chose. */
    public static Credential chosen(String hash, Instant now) {
        return new Credential(hash, now, false, Optional.empty());
    }

    /** One that somebody else chose for the user, or nobody. */
    public static Credential initial(String hash, Instant now, Duration validity) {
        return new Credential(hash, now, true, Optional.of(now.plus(validity)));
    }

    /** The same under a hash with other parameters. */
    public Credential withHash(String newHash) {
        return new Credential(newHash, set, mustChange, until);
    }

    /** Whether its time is over. */
    public boolean isOver(Instant now) {
        return until.map(end -> !now.isBefore(end)).orElse(false);
    }

    /** As it is stored. */
    public String toJson() {
        JsonWriter json = new JsonWriter()
                .object()
                .field("hash", hash)
                .field("set", set.toString())
                .field("mustChange", mustChange);
        until.ifPresent(end -> json.field("until", end.toString()));
        return json.endObject().toString();
    }

    /**
     * What was stored.
     *
     * @throws IllegalArgumentException if it is none of ours
     * @throws java.time.DateTimeException if a time in it is none
     */
    public static Credential parse(JsonObject json) {
        return new Credential(
                json.string("hash"),
                Instant.parse(json.string("set")),
                json.flag("mustChange", false),
                json.optionalString("until").map(Instant::parse));
    }

    /** Without the hash: a log must not have it. */
    @Override
    public String toString() {
        return "Credential[set=" + set + ", mustChange=" + mustChange + ", until=" + until + ']';
    }
}
