/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.util.Locale;
import java.util.Optional;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * One configuration of a transfer, and what became of it or would. Immutable.
 *
 * @param names where it comes from and goes to
 * @param outcome what became of it
 * @param source the content that is brought
 * @param target the content that stands, or stood, where it goes to
 * @param version the one that was written; 0 = none was
 * @param reason why not; empty when it was
 */
public record Item(Names names, Outcome outcome, Side source, Side target, long version, Reason reason) {

    /** What becomes of an item; a dry run tells what would. */
    public enum Outcome {
        CREATED,
        OVERWRITTEN,
        /** The same is there already, in content, type and labels. */
        SAME,
        /** Another is there and stays. */
        SKIPPED,
        REFUSED;

        boolean writes() {
            return this == CREATED || this == OVERWRITTEN;
        }
    }

    /**
     * Where an item comes from and goes to. Immutable.
     *
     * @param key where it goes to; empty where the names are refused
     * @param from the key it is copied from
     * @param file its path in a zip; {@code ""} = there is none
     */
    public record Names(Optional<ConfigKey> key, Optional<ConfigKey> from, String file) {}

    /**
     * A content on either side.
     *
     * @param version 0 where it has none
     * @param md5 {@code ""} = there is no content
     */
    public record Side(long version, String md5) {

        /** No content. */
        public static final Side NOTHING = new Side(0, "");
    }

    /** Why an item is not written. */
    public record Reason(String code, String sentence) {

        static final Reason NONE = new Reason("", "");

        static Reason of(ProblemException problem) {
            return new Reason(problem.code(), problem.getMessage());
        }
    }

    /** An item of which nothing is decided yet but where it comes from; refused if nobody says otherwise. */
    public static Item of(Names names, Side source) {
        return new Item(names, Outcome.REFUSED, source, Side.NOTHING, 0, Reason.NONE);
    }

    /** The same over what stands there. */
    Item over(Side standing) {
        return new Item(names, outcome, source, standing, version, reason);
    }

    /** The same with this outcome. */
    Item as(Outcome decided) {
        return new Item(names, decided, source, target, version, Reason.NONE);
    }

    /** The same, written at this version. */
    Item at(long written) {
        return new Item(names, outcome, source, target, written, reason);
    }

    /** The same, not to be written. */
    public Item not(Outcome decided, String code, String sentence) {
        return new Item(names, decided, source, target, version, new Reason(code, sentence));
    }

    Item refused(ProblemException problem) {
        return not(Outcome.REFUSED, problem.code(), problem.getMessage());
    }

    /** The same, refused where it comes from. */
    public Item refused(String code, String sentence) {
        return not(Outcome.REFUSED, code, sentence);
    }

    /** Writes it as an object. */
    void write(JsonWriter json) {
        json.object();
        names.key.ifPresent(key -> ChangeRequest.writeKey(json, key));
        names.from.ifPresent(
                from -> ChangeRequest.writeKey(json.name("from").object(), from).endObject());
        if (!names.file.isEmpty()) {
            json.field("file", names.file);
        }
        json.field("outcome", outcome.name().toLowerCase(Locale.ROOT));
        write(json, "source", source);
        write(json, "target", target);
        if (version > 0) {
            json.field("version", version);
        }
        if (!reason.code.isEmpty()) {
            json.field("code", reason.code).field("detail", reason.sentence);
        }
        json.endObject();
    }

    private static void write(JsonWriter json, String name, Side side) {
        if (side.version > 0) {
            json.field(name + "Version", side.version);
        }
        if (!side.md5.isEmpty()) {
            json.field(name + "Md5", side.md5);
        }
    }
}
