/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.wire.ConfigKey;

/**
 * A wish of somebody to change the datums of one key. Immutable.
 *
 * @param act what to do
 * @param caller who wishes it
 * @param key whose datums
 * @param datumId which; {@code ""} = all
 * @param content the new content; {@code ""} where something is removed
 * @param comment why, for the history; may be empty
 * @param idempotencyKey the caller's name of this request, so that it takes effect once
 */
public record DatumChange(
        Act act,
        Caller caller,
        ConfigKey key,
        String datumId,
        String content,
        String comment,
        Optional<String> idempotencyKey) {

    /** What stands between two datums in the content of their key, and therefore in none. */
    static final String JOINT = "\r\n";

    /** What can be done to datums. */
    enum Act {
        PUBLISH("publish"),
        REMOVE("remove"),
        REMOVE_ALL("remove-all");

        private final String operation;

        Act(String operation) {
            this.operation = operation;
        }

        String operation() {
            return operation;
        }
    }

    /** A wish to give a datum this content, new or not. */
    public static DatumChange publish(Caller caller, ConfigKey key, String datumId, String content) {
        return new DatumChange(Act.PUBLISH, caller, key, datumId, content, "", Optional.empty());
    }

    /** A wish to remove one datum. */
    public static DatumChange remove(Caller caller, ConfigKey key, String datumId) {
        return new DatumChange(Act.REMOVE, caller, key, datumId, "", "", Optional.empty());
    }

    /** A wish to remove all datums of a key, and so the key. */
    public static DatumChange removeAll(Caller caller, ConfigKey key) {
        return new DatumChange(Act.REMOVE_ALL, caller, key, "", "", "", Optional.empty());
    }

    /** The same with a reason, and under the caller's name of this request. */
    public DatumChange with(String reason, Optional<String> name) {
        return new DatumChange(act, caller, key, datumId, content, reason, name);
    }

    /** What the audit trail says of it: the versions are those of the datum; of all, there are none. */
    Entry entry(long before, long after) {
        Entry entry = Entry.of(
                caller, "datum-" + act.operation(), Entry.Target.of(key).with(datumId));
        return act == Act.REMOVE_ALL ? entry : entry.between(before, after);
    }

    /** What tells this request from another under the same Idempotency-Key. */
    String fingerprint() {
        return RequestStore.fingerprint("datum", act, key, datumId, content, comment);
    }

    /** What datums may be called and hold, and how many and how large they may be. Thread-safe. */
    @Component
    static final class Rules {

        private static final int MAX_ID = 250;

        private final long maxBytes;
        private final long maxDatums;
        private final long maxMerged;
        private final Quotas quotas;

        @Inject
        Rules(Settings settings, Quotas quotas) {
            this.quotas = quotas;
            maxBytes = settings.bytes(Knob.DATUM_MAX);
            maxDatums = settings.count(Knob.DATUMS);
            maxMerged = settings.bytes(Knob.AGGREGATE_MAX);
        }

        /** Most datums of one key. */
        long maxDatums() {
            return maxDatums;
        }

        /** Most bytes of the content that they are merged to. */
        long maxMerged() {
            return maxMerged;
        }

        /**
         * The change, having passed.
         *
         * @throws BadRequest if the id or the content is refused
         * @throws TooLarge if the content is too large
         */
        DatumChange checked(DatumChange change) {
            if (change.act() != DatumChange.Act.REMOVE_ALL) {
                checkId(change.datumId());
            }
            if (change.act() == DatumChange.Act.PUBLISH) {
                checkContent(change.content());
            }
            return change;
        }

        private static void checkId(String datumId) {
            if (datumId.isEmpty() || datumId.length() > MAX_ID) {
                throw new BadRequest("INVALID_NAME", "datumId: 1 to " + MAX_ID + " characters expected");
            }
            if (!datumId.strip().equals(datumId) || datumId.chars().anyMatch(Character::isISOControl)) {
                throw new BadRequest("INVALID_NAME", "datumId: no control characters, and no blanks at its ends");
            }
            if (Arrays.stream(datumId.split("[/\\\\]", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))) {
                throw new BadRequest("INVALID_NAME", "datumId: . and .. are not allowed as a part of it");
            }
            if (!isUtf8(datumId)) {
                throw new BadRequest("INVALID_NAME", "datumId: half of a surrogate pair, which no UTF-8 has");
            }
        }

        private void checkContent(String content) {
            if (content.isEmpty()) {
                throw new BadRequest("CONTENT_EMPTY", "A datum is not empty; remove it if that is meant.");
            }
            if (content.contains(JOINT)) {
                throw new BadRequest(
                        "CONTENT_HAS_CRLF",
                        "A datum holds no CRLF (carriage return and line feed), which parts datums.");
            }
            if (!isUtf8(content)) {
                throw new BadRequest(
                        "CONTENT_NOT_UTF8", "The content holds half of a surrogate pair, which no UTF-8 has.");
            }
            if (content.length() > maxBytes || content.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
                throw new TooLarge("CONTENT_TOO_LARGE", "The datum is larger than " + maxBytes + " bytes.");
            }
        }

        private static boolean isUtf8(String text) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }

        /**
         * Lets a change of datums pass by which the content of their key is going to grow by this much.
         *
         * @throws Forbidden QUOTA_EXCEEDED if its namespace or group would hold more than it may
         */
        void requireRoom(ConfigKey key, Amount growth) {
            quotas.growth().require(key, () -> growth);
        }

        /** The refusal of a datum more than a key may have. */
        TooLarge tooMany() {
            return new TooLarge("TOO_MANY_DATUMS", "The key has " + maxDatums + " datums, and may have no more.");
        }

        /** The refusal of a datum with which the merged content would be larger than it may be. */
        TooLarge tooMuch() {
            return new TooLarge(
                    "AGGREGATE_TOO_LARGE",
                    "With this datum the merged content of the key would be larger than " + maxMerged + " bytes.");
        }
    }
}
