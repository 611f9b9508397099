/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.verdict;

import java.util.Optional;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Grants;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * Whether something may be done, and why. Immutable.
 *
 * @param source the grant that decided; empty where none did
 */
record Verdict(Question question, boolean allowed, Why why, Optional<Source> source) {

    /** An act on a key. */
    record Question(Action action, ConfigKey key) {}

    /**
     * A grant, and who has it.
     *
     * @param of the subject itself, or a group that it is in
     */
    record Source(Grant grant, Subject of) {}

    /** What decided. */
    enum Why {
        /** A grant allows it, and none denies it. */
        GRANTED,
        /** A grant denies it, whatever others allow. */
        DENIED,
        /** No grant allows it. */
        NOT_GRANTED,
        /** A grant would allow it, but the subject may do nothing at present. */
        NOT_NOW,
        /** Everybody whom the server lets in may do everything. */
        OPEN,
        /** The namespace is the server's own. */
        RESERVED
    }

    void write(JsonWriter json) {
        json.object().field("action", question.action.wireName());
        ChangeRequest.writeKey(json, question.key).field("allowed", allowed).field("why", why.name());
        source.ifPresent(one -> {
            json.field("of", one.of.toString()).name("grant");
            Grants.write(json, one.grant);
        });
        json.endObject();
    }
}
