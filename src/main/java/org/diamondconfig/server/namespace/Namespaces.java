/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/**
 * The facade of the namespaces. Thread-safe.
 *
 * <p>A removal and the first publish into the same namespace may race on two nodes, and no lock is taken against it: the
 * removal looks again after it has committed, and a task looks once a minute; a namespace that holds keys after all comes
 * back.
 */
@Component
public final class Namespaces {

    private static final Logger LOG = Logger.getLogger(Namespaces.class.getName());

    private static final Duration MEND_PERIOD = Duration.ofMinutes(1);
    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 1024;

    private final NamespaceStore store;
    private final AuditQueue refusals;
    private final Scheduler scheduler;
    private volatile Scheduler.Handle mending = () -> {};

    @Inject
    public Namespaces(NamespaceStore store, AuditQueue refusals, Scheduler scheduler) {
        this.store = store;
        this.refusals = refusals;
        this.scheduler = scheduler;
    }

    /** Begins to mend, once a minute, a removal that raced with a publish. */
    public void start() {
        mending = scheduler.every("namespace-mend", MEND_PERIOD, this::mend);
    }

    /** Ends that. */
    public void stop() {
        mending.cancel();
    }

    /** Brings back removed namespaces that hold keys. */
    void mend() {
        try {
            int restored = store.restoreInhabited();
            if (restored > 0) {
                LOG.log(Level.WARNING, "{0} removed namespaces held keys after all and are back", restored);
            }
        } catch (Unavailable e) {
            LOG.log(Level.FINE, "the namespaces are looked at again in a minute", e);
        }
    }

    /** All of them in the order of their names, the public one first. */
    public List<Namespace> list() {
        List<Namespace> all = new ArrayList<>();
        all.add(new Namespace(ConfigKey.PUBLIC, ConfigKey.PUBLIC_ALIAS, "", 0, "", Instant.EPOCH));
        all.addAll(store.live());
        return List.copyOf(all);
    }

    /** Whether keys may be published into it. */
    public boolean exists(String name) {
        return name.equals(ConfigKey.PUBLIC) || store.exists(name);
    }

    /**
     * Makes one.
     *
     * @throws BadRequest if a part is refused
     * @throws Conflict if it exists
     */
    public Namespace create(Caller caller, String name, String title, String description) {
        Namespace wish = wish(caller, name, title, description);
        return refusals.tellingRefusal(
                NamespaceStore.Act.CREATE.entry(caller, wish.name()), () -> store.create(caller, wish));
    }

    /**
     * Gives one another title and description; the name stays, being part of keys.
     *
     * @throws NotFound if there is none of that name
     */
    public Namespace rename(Caller caller, String name, String title, String description) {
        Namespace wish = wish(caller, name, title, description);
        return refusals.tellingRefusal(
                NamespaceStore.Act.RENAME.entry(caller, wish.name()), () -> store.rename(caller, wish));
    }

    /**
     * Removes one that holds no keys.
     *
     * @throws NotFound if there is none of that name
     * @throws Conflict if it holds keys, or is the public one
     */
    public void remove(Caller caller, String name) {
        String stored = stored(name);
        refusals.tellingRefusal(NamespaceStore.Act.REMOVE.entry(caller, stored), () -> {
            store.remove(caller, stored);
            if (store.holdsKeys(stored)) {
                mend();
                throw NamespaceStore.notEmpty();
            }
            return stored;
        });
    }

    private static Namespace wish(Caller caller, String name, String title, String description) {
        String stored = stored(name);
        check("title", title, MAX_TITLE);
        check("description", description, MAX_DESCRIPTION);
        return new Namespace(stored, title.isBlank() ? stored : title, description, 0, caller.subject(), Instant.EPOCH);
    }

    private static String stored(String name) {
        String stored;
        try {
            stored = ConfigKey.requireNamespace(name);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_FIELD", e.getMessage() + ".");
        }
        if (stored.equals(ConfigKey.PUBLIC)) {
            throw new Conflict("NAMESPACE_IS_PUBLIC", "The public namespace always exists and stays as it is.");
        }
        return stored;
    }

    private static void check(String field, String text, int most) {
        if (text.length() > most) {
            throw new BadRequest("BAD_FIELD", field + ": " + text.length() + " characters, at most " + most + ".");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t')) {
            throw new BadRequest("BAD_FIELD", field + ": control characters are not allowed.");
        }
    }
}
