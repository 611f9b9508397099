/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import jakarta.inject.Inject;
import java.util.Locale;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.wire.ConfigKey;

/**
 * The one decision about rights, asked at every route, when a poll is registered and again when it is answered, and for every
 * row of a search. Rights are decided on names alone. Thread-safe.
 *
 * <p>Until accounts exist it allows everything, and the server therefore binds to the loopback only.
 */
@Component
public class Access {

    /** Null where no trail is kept. */
    private volatile AuditQueue refusals;

    /** From now on refusals are told to this. */
    @Inject
    public final void tellRefusalsTo(AuditQueue trail) {
        refusals = trail;
    }

    /** Whether this caller may do this to this key. */
    public boolean allows(Caller caller, Action action, ConfigKey key) {
        return decide(caller, action, key.namespace(), key);
    }

    /** Whether this caller may do this to this key, which it has named; if not, the audit trail is told. */
    public boolean admits(Caller caller, Action action, ConfigKey key) {
        boolean allowed = allows(caller, action, key);
        if (!allowed) {
            refused(Entry.of(caller, word(action), Entry.Target.of(key)), "");
        }
        return allowed;
    }

    /**
     * Lets an allowed caller pass.
     *
     * @throws Forbidden if the caller may not do this; alike whether the key exists or not
     */
    public void check(Caller caller, Action action, ConfigKey key) {
        if (!allows(caller, action, key)) {
            throw refused(
                    Entry.of(caller, word(action), Entry.Target.of(key)),
                    "You may not do this to a configuration of that name.");
        }
    }

    /**
     * Lets a caller pass who may do this to a namespace as a whole, or to the server ({@code ""}).
     *
     * @throws Forbidden if the caller may not
     */
    public void checkNamespace(Caller caller, Action action, String namespace) {
        if (!decide(caller, action, namespace, null)) {
            throw refused(
                    Entry.of(caller, word(action), Entry.Target.ofNamespace(namespace)),
                    "You may not do this to that namespace.");
        }
    }

    private Forbidden refused(Entry wish, String sentence) {
        Forbidden refusal = new Forbidden("FORBIDDEN", sentence);
        AuditQueue trail = refusals;
        if (trail != null) {
            trail.refused(wish, refusal);
        }
        return refusal;
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Decides. Tests override it to record or refuse.
     *
     * @param key null when the namespace as a whole is meant
     */
    protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
        return true;
    }
}
