/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import java.util.Optional;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.wire.ConfigKey;

/**
 * A wish of somebody to set the state of one provider. Immutable.
 *
 * @param comment why, for the history; may be empty
 * @param idempotencyKey the caller's name of this request, so that it takes effect once
 */
record StateChange(
        Caller caller,
        ConfigKey key,
        String datumId,
        ProviderState state,
        String comment,
        Optional<String> idempotencyKey) {

    /** What the audit trail says of it. */
    Entry entry() {
        return Entry.of(caller, "provider-" + state.word(), Entry.Target.of(key).with(datumId));
    }

    /** What tells this request from another under the same Idempotency-Key. */
    String fingerprint() {
        return RequestStore.fingerprint("provider", key, datumId, state, comment);
    }
}
