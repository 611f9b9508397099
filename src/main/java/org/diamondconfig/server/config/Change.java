/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.namespace.KindRules;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * A checked wish of somebody to change one key; {@link ConfigStore} applies it to what it finds. Immutable.
 *
 * @param act what it counts as
 * @param caller who wishes it
 * @param wish the new content, or nothing where the act removes
 */
record Change(Act act, Caller caller, Publication wish) {

    /** What a change counts as in the history. */
    enum Act {
        PUBLISH("publish", ConfigRow.SINGLE, false),
        REMOVE("remove", ConfigRow.SINGLE, true),
        ROLLBACK("rollback", ConfigRow.SINGLE, false),
        ROLLBACK_TO_NOTHING("rollback", ConfigRow.SINGLE, true),
        MERGE("merge", ConfigRow.AGGREGATE, false),
        MERGE_TO_NOTHING("remove", ConfigRow.AGGREGATE, true);

        private final String operation;
        private final String kind;
        private final boolean removes;

        Act(String operation, String kind, boolean removes) {
            this.operation = operation;
            this.kind = kind;
            this.removes = removes;
        }

        String operation() {
            return operation;
        }

        /** The kind of key that it leaves; it is refused over content of the other kind. */
        String kind() {
            return kind;
        }

        boolean removes() {
            return removes;
        }

        /** Whether datums are behind it. */
        boolean merges() {
            return kind.equals(ConfigRow.AGGREGATE);
        }
    }

    /**
     * What people see beside the content and can change.
     *
     * @param tags as their column
     */
    record Labels(String description, String tags, String appName) {

        private static final Labels NONE = new Labels("", "", "");
    }

    /** What a version consists of: two versions in a row never have the same. */
    record State(String content, String md5, ConfigType type, Labels labels) {

        private static final State NEVER = new State("", Md5.NOTHING, ConfigType.TEXT, Labels.NONE);

        boolean deleted() {
            return md5.equals(Md5.NOTHING);
        }

        /** What a key in this state counts for. */
        Amount amount() {
            return deleted() ? Amount.NONE : Amount.of(content);
        }
    }

    ConfigKey key() {
        return wish.key();
    }

    /** What the audit trail says of it. That datums are merged is the server's own act; the trail names who changed them. */
    Entry entry() {
        return Entry.of(act.merges() ? Caller.SYSTEM : caller, act.operation(), Entry.Target.of(key()));
    }

    /** The state that a key gets by this change; a removed key keeps its type and labels. */
    State over(Optional<State> current) {
        State before = current.orElse(State.NEVER);
        if (act.removes()) {
            return new State("", Md5.NOTHING, before.type(), before.labels());
        }
        Labels labels = new Labels(
                wish.description().orElse(before.labels().description()),
                wish.tags().map(ConfigRow::tagColumn).orElse(before.labels().tags()),
                wish.appName().orElse(before.labels().appName()));
        return new State(wish.content(), Md5.hex(wish.content()), wish.type().orElse(before.type()), labels);
    }

    /**
     * Lets a change pass that fits what it finds.
     *
     * @throws Conflict KIND_MISMATCH if the key has content of the other kind
     * @throws PreconditionFailed if the precondition does not hold
     */
    void require(Optional<ConfigRow> row, Epoch epoch) {
        requirePrecondition(row, epoch);
        if (row.isEmpty() || row.get().deleted() || row.get().kind().equals(act.kind())) {
            return;
        }
        throw kindMismatch(
                act.merges()
                        ? "This configuration is published as a whole; remove it before you publish datums."
                        : "This configuration is merged from datums; change its datums instead.");
    }

    /**
     * Lets a change of the kind rules themselves pass.
     *
     * @throws BadRequest BAD_KIND_RULE if they do not parse: what stands stays
     * @throws Conflict KIND_MISMATCH if they would be merged from datums, which are not checked together
     */
    void requireRules() {
        if (act.merges()) {
            throw kindMismatch("The kind rules of a namespace are published as a whole.");
        }
        KindRules.check(wish.content());
    }

    /**
     * Lets content pass that makes a key which no rule says to be an aggregate.
     *
     * @throws Conflict KIND_MISMATCH if one does
     */
    void requireSingle(KindRules rules) {
        if (rules.isAggregate(key())) {
            throw kindMismatch(
                    "By a kind rule of its namespace this configuration is merged from datums; publish datums.");
        }
    }

    private static Conflict kindMismatch(String sentence) {
        return new Conflict("KIND_MISMATCH", sentence);
    }

    private void requirePrecondition(Optional<ConfigRow> row, Epoch epoch) {
        Precondition precondition = wish.precondition();
        boolean absent = row.map(ConfigRow::deleted).orElse(true);
        long version = row.map(ConfigRow::version).orElse(0L);
        String md5 = row.map(ConfigRow::md5).orElse(Md5.NOTHING);
        String broken = null;
        if (precondition instanceof Precondition.MustExist && absent) {
            broken = "There is no configuration of that name.";
        } else if (precondition instanceof Precondition.MustNotExist && !absent) {
            broken = "The configuration exists already.";
        } else if (precondition instanceof Precondition.VersionIs is
                && (is.version() != version || is.generation() != epoch.generation())) {
            broken = "The configuration is at version " + version + " by now.";
        } else if (precondition instanceof Precondition.Md5Is is && !is.md5().equals(md5)) {
            broken = "The configuration has other content by now.";
        }
        if (broken != null) {
            throw new PreconditionFailed(broken, epoch, version);
        }
    }

    /** What tells this request from another under the same Idempotency-Key. */
    String fingerprint() {
        return RequestStore.fingerprint(
                act,
                key(),
                wish.content(),
                wish.type(),
                wish.description(),
                wish.tags(),
                wish.appName(),
                wish.precondition(),
                wish.comment());
    }

    /** What a publication may hold: sizes, and characters that survive the way through the database. Immutable. */
    static final class Rules {

        private static final int MAX_DESCRIPTION = 1024;
        private static final int MAX_TAGS = 15;
        private static final int MAX_TAG = 64;
        private static final int MAX_APP_NAME = 128;
        private static final int MAX_COMMENT = 512;
        private static final int MAX_IDEMPOTENCY_KEY = 128;

        private final long maxBytes;

        Rules(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        /**
         * The publication, having passed.
         *
         * @throws BadRequest if a part of it is refused
         * @throws TooLarge if the content is too large
         */
        Publication checked(Publication publication) {
            checkContent(publication);
            publication.description().ifPresent(text -> checkText("description", text, MAX_DESCRIPTION));
            publication.appName().ifPresent(text -> checkText("appName", text, MAX_APP_NAME));
            publication.tags().ifPresent(Rules::checkTags);
            checkText("comment", publication.comment(), MAX_COMMENT);
            publication.idempotencyKey().ifPresent(Rules::checkIdempotencyKey);
            return publication;
        }

        private void checkContent(Publication publication) {
            String content = publication.content();
            if (content.isEmpty() && !publication.allowEmpty()) {
                throw new BadRequest("CONTENT_EMPTY", "The content is empty; say allowEmpty=true if that is meant.");
            }
            if (content.length() > maxBytes || utf8Length(content) > maxBytes) {
                throw new TooLarge("CONTENT_TOO_LARGE", "The content is larger than " + maxBytes + " bytes.");
            }
        }

        private static int utf8Length(String text) {
            try {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
                return bytes.remaining();
            } catch (CharacterCodingException e) {
                throw new BadRequest(
                        "CONTENT_NOT_UTF8", "The content holds half of a surrogate pair, which no UTF-8 has.");
            }
        }

        private static void checkTags(List<String> tags) {
            if (tags.size() > MAX_TAGS) {
                throw refused("tags: " + tags.size() + ", at most " + MAX_TAGS);
            }
            for (String tag : tags) {
                checkText("tags", tag, MAX_TAG);
                if (tag.isBlank() || tag.indexOf(',') >= 0) {
                    throw refused("tags: a tag is not blank and holds no comma");
                }
            }
            if (tags.stream().distinct().count() < tags.size()) {
                throw refused("tags: one is named twice");
            }
        }

        private static void checkText(String field, String text, int most) {
            if (text.length() > most) {
                throw refused(field + ": " + text.length() + " characters, at most " + most);
            }
            if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r')) {
                throw refused(field + ": control characters are not allowed");
            }
            utf8Length(text);
        }

        private static void checkIdempotencyKey(String name) {
            if (name.isEmpty()
                    || name.length() > MAX_IDEMPOTENCY_KEY
                    || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw refused("Idempotency-Key: 1 to " + MAX_IDEMPOTENCY_KEY + " visible ASCII characters expected");
            }
        }

        private static BadRequest refused(String sentence) {
            return new BadRequest("BAD_FIELD", sentence + ".");
        }
    }
}
