/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.publish;

import java.util.Locale;
import java.util.Optional;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * What becomes of one key of a bulk removal, or would. Immutable.
 *
 * @param condition on which it is to go; empty if it is not
 * @param version of its absence; 0 = it is not removed, or not yet
 * @param code why it is refused; {@code ""} if it is not
 */
record Removal(
        ConfigKey key, Outcome outcome, Optional<Precondition> condition, long version, String code, String sentence) {

    enum Outcome {
        REMOVED,
        /** There was nothing. */
        ABSENT,
        REFUSED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Removal of(ConfigKey key, Precondition condition) {
        return new Removal(key, Outcome.REMOVED, Optional.of(condition), 0, "", "");
    }

    static Removal absent(ConfigKey key) {
        return new Removal(key, Outcome.ABSENT, Optional.empty(), 0, "", "");
    }

    static Removal refused(ConfigKey key, String code, String sentence) {
        return new Removal(key, Outcome.REFUSED, Optional.empty(), 0, code, sentence);
    }

    static Removal changedMeanwhile(ConfigKey key) {
        return refused(key, "CHANGED_MEANWHILE", "It is not at the version that you have seen, and was left alone.");
    }

    /** The same, done. */
    Removal at(long absence) {
        return new Removal(key, outcome, condition, absence, code, sentence);
    }

    void write(JsonWriter json) {
        ChangeRequest.writeKey(json.object(), key).field("outcome", outcome.wireName());
        if (version > 0) {
            json.field("version", version);
        }
        if (!code.isEmpty()) {
            json.field("code", code).field("detail", sentence);
        }
        json.endObject();
    }
}
