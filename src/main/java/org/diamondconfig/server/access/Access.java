/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Function;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.wire.ConfigKey;

/**
 * The one decision about rights, asked at every route, when a poll is registered and again when it is answered, and for every
 * row of a search. Rights are decided on names alone: what nobody was granted, nobody may. Thread-safe.
 *
 * <p>In open mode everybody may do everything; who is let in then is decided before. In either mode the namespace
 * {@link #RESERVED} is closed to everyone but the server: it holds the access data.
 */
@Component
public class Access {

    /** The namespace of users, groups, tokens and sessions, which are configurations themselves. */
    public static final String RESERVED = "diamond.access";

    private final boolean open;

    /** The rights of a subject, by its name. */
    private volatile Function<String, Rights> rights = subject -> Rights.NONE;

    /** Null where no trail is kept. */
    private volatile AuditQueue refusals;

    /** A decision that allows everything, or as those have it who override it. */
    public Access() {
        open = true;
    }

    @Inject
    public Access(Settings settings) {
        open = isOpen(settings);
    }

    /**
     * Whether the settings say that everybody may do everything.
     *
     * @throws IllegalArgumentException if they say neither open nor closed
     */
    public static boolean isOpen(Settings settings) {
        return switch (settings.text(Knob.ACCESS)) {
            case "open" -> true;
            case "closed" -> false;
            default -> throw new IllegalArgumentException(Knob.ACCESS.key() + ": use closed or open");
        };
    }

    /** Whether everybody may do everything. */
    public final boolean isOpen() {
        return open;
    }

    /** From now on the rights of subjects are asked of this; it must not block. */
    public final void judgeBy(Function<String, Rights> source) {
        rights = source;
    }

    /** From now on refusals are told to this. */
    @Inject
    public final void tellRefusalsTo(AuditQueue trail) {
        refusals = trail;
    }

    /** Whether this caller may do this to this key. */
    public final boolean allows(Caller caller, Action action, ConfigKey key) {
        return decide(caller, action, key.namespace(), key);
    }

    /** Whether this caller may do this to this key, which it has named; if not, the audit trail is told. */
    public final boolean admits(Caller caller, Action action, ConfigKey key) {
        boolean allowed = allows(caller, action, key);
        if (!allowed) {
            refused(Entry.of(caller, action.wireName(), Entry.Target.of(key)), "");
        }
        return allowed;
    }

    /** Whether this caller may do this to a namespace as a whole; to read, to read anything in it. */
    public final boolean allowsNamespace(Caller caller, Action action, String namespace) {
        return decide(caller, action, namespace, null);
    }

    /**
     * The first name from this one on that a group may have in which this caller may read anything; empty if there is none. A
     * bound: whoever passes over the others asks about each key all the same.
     */
    public final Optional<String> readableGroupFrom(Caller caller, String namespace, String group) {
        return open || caller.equals(Caller.SYSTEM)
                ? Optional.of(group)
                : rights.apply(caller.subject()).groupFrom(Action.READ, namespace, group);
    }

    /**
     * Lets an allowed caller pass.
     *
     * @throws Forbidden if the caller may not do this; alike whether the key exists or not
     */
    public final void check(Caller caller, Action action, ConfigKey key) {
        if (!allows(caller, action, key)) {
            throw refused(
                    Entry.of(caller, action.wireName(), Entry.Target.of(key)),
                    "You may not do this to a configuration of that name.");
        }
    }

    /**
     * Lets a caller pass who may do this to a namespace as a whole; to read, to read anything in it.
     *
     * @throws Forbidden if the caller may not
     */
    public final void checkNamespace(Caller caller, Action action, String namespace) {
        if (!allowsNamespace(caller, action, namespace)) {
            throw refused(
                    Entry.of(caller, action.wireName(), Entry.Target.ofNamespace(namespace)),
                    "You may not do this to that namespace.");
        }
    }

    /**
     * Lets a caller pass who may do this to some key at least, before many are named; each is to be decided on its own.
     *
     * @param namespace empty = in any
     * @throws Forbidden if there is no such key
     */
    public final void checkSome(Caller caller, Action action, Optional<String> namespace) {
        if (!allowsSome(caller, action, namespace)) {
            Entry.Target target = namespace.map(Entry.Target::ofNamespace).orElse(Entry.Target.SERVER);
            throw refused(
                    Entry.of(caller, action.wireName(), target), "You may not do this to any configuration there.");
        }
    }

    /** Whether this caller may do this to some key; each is to be decided on its own. */
    public final boolean allowsSome(Caller caller, Action action, Optional<String> namespace) {
        return decide(caller, action, namespace.orElse(null), null)
                || hasSome(rights.apply(caller.subject()), action, namespace);
    }

    private static boolean hasSome(Rights rights, Action action, Optional<String> namespace) {
        return namespace
                .map(name -> !name.equals(RESERVED) && rights.allowSomeOf(action, name))
                .orElseGet(() -> rights.allowSome(action));
    }

    private Forbidden refused(Entry wish, String sentence) {
        Forbidden refusal = new Forbidden("FORBIDDEN", sentence);
        AuditQueue trail = refusals;
        if (trail != null) {
            trail.refused(wish, refusal);
        }
        return refusal;
    }

    /**
     * Lets a caller pass who may do this to the server itself.
     *
     * @throws Forbidden if the caller may not
     */
    public final void checkServer(Caller caller, Action action) {
        if (!allowsServer(caller, action)) {
            throw refused(
                    Entry.of(caller, action.wireName(), Entry.Target.SERVER), "You may not do this to this server.");
        }
    }

    /** Whether this caller may do this to the server itself. */
    public final boolean allowsServer(Caller caller, Action action) {
        return decide(caller, action, null, null);
    }

    /**
     * Decides. Tests override it to record or refuse.
     *
     * @param namespace null when the server itself is meant
     * @param key null when the namespace as a whole is meant
     */
    protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
        if (caller.isSystem()) {
            return true;
        }
        if (RESERVED.equals(namespace)) {
            return false;
        }
        return open || action.isFree() || granted(rights.apply(caller.subject()), action, namespace, key);
    }

    private static boolean granted(Rights rights, Action action, String namespace, ConfigKey key) {
        if (namespace == null) {
            return rights.allowServer(action);
        }
        return key == null ? rights.allowNamespace(action, namespace) : rights.allow(action, key);
    }
}
