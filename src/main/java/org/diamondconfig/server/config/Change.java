/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
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
        PUBLISH("publish", false),
        REMOVE("remove", true),
        ROLLBACK("rollback", false),
        ROLLBACK_TO_NOTHING("rollback", true);

        private final String operation;
        private final boolean removes;

        Act(String operation, boolean removes) {
            this.operation = operation;
            this.removes = removes;
        }

        String operation() {
            return operation;
        }

        boolean removes() {
            return removes;
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
    }

    ConfigKey key() {
        return wish.key();
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

    /** What tells this request from another under the same Idempotency-Key. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : List.of(
                    act,
                    key(),
                    wish.content(),
                    wish.type(),
                    wish.description(),
                    wish.tags(),
                    wish.appName(),
                    wish.precondition(),
                    wish.comment())) {
                byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java platform must have", e);
        }
    }
}
