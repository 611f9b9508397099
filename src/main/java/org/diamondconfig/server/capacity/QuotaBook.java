/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.namespace.Namespaces;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.quota.Scope;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * The facade of the quotas that were set. Each is a configuration under the name of its namespace, or of namespace and
 * group; this node judges by it from when its dump has it. Who may change one is asked before. Thread-safe.
 */
@Component
public final class QuotaBook {

    private static final Logger LOG = System.getLogger("diamond.quota");

    /** The group of all of them. */
    private static final String GROUP = "quota";

    private static final ConfigKey.Prefix ALL = new ConfigKey.Prefix(Access.RESERVED, GROUP, "");

    private final Dump dump;
    private final Configs configs;
    private final Namespaces namespaces;
    private final Quotas quotas;
    private final AuditQueue refusals;

    @Inject
    public QuotaBook(Dump dump, Configs configs, Namespaces namespaces, Quotas quotas, AuditQueue refusals) {
        this.dump = dump;
        this.configs = configs;
        this.namespaces = namespaces;
        this.quotas = quotas;
        this.refusals = refusals;
    }

    /** Takes what the dump holds. */
    public void start() {
        dump.below(ALL).forEach(this::take);
    }

    void onDumped(@Observes ConfigDumped change) {
        if (change.key().namespace().equals(Access.RESERVED)
                && change.key().group().equals(GROUP)) {
            take(change.key());
        }
    }

    /** One at a time, so that what is read last is taken last. */
    private synchronized void take(ConfigKey key) {
        Lookup lookup = dump.read(key, Caller.SYSTEM);
        if (lookup instanceof Lookup.Loading && dump.find(key, Caller.SYSTEM) instanceof Lookup.Found) {
            return; // its content was lost: what was set holds until it is there again
        }
        scope(key).ifPresent(scope -> quotas.set(scope, entry(lookup).flatMap(QuotaBook::read)));
    }

    private static Optional<DumpEntry> entry(Lookup lookup) {
        return lookup instanceof Lookup.Found found ? Optional.of(found.entry()) : Optional.empty();
    }

    private static Optional<Quota> read(DumpEntry entry) {
        try {
            return entry.content()
                    .map(content -> Json.parse(new String(content, StandardCharsets.UTF_8)))
                    .map(json -> Quota.read(JsonObject.of(json, "quota")));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.ERROR,
                    entry.key() + " version " + entry.version()
                            + " is not understood; the quota is as if none was set, until it is written again",
                    e);
            return Optional.empty();
        }
    }

    /** Where the quota of a scope is kept; empty if its names are too long together. */
    private static Optional<ConfigKey> place(Scope scope) {
        String namespace = ConfigKey.displayNamespace(scope.namespace());
        String name = scope.oneGroup().map(group -> namespace + '/' + group).orElse(namespace);
        return name.length() > ConfigKey.MAX_DATA_ID
                ? Optional.empty()
                : Optional.of(new ConfigKey(Access.RESERVED, GROUP, name));
    }

    private static ConfigKey key(Scope scope) {
        return place(scope)
                .orElseThrow(() -> new BadRequest(
                        "INVALID_NAME",
                        "group: to have a quota, namespace and group have at most " + (ConfigKey.MAX_DATA_ID - 1)
                                + " characters together"));
    }

    /** Whose quota this key keeps; empty for a row that somebody named by hand. */
    private static Optional<Scope> scope(ConfigKey key) {
        String[] names = key.dataId().split("/", -1);
        String namespace = ConfigKey.canonicalNamespace(names[0]);
        return switch (names.length) {
            case 1 -> Optional.of(Scope.ofNamespace(namespace));
            case 2 -> Optional.of(new Scope(namespace, names[1]));
            default -> Optional.empty();
        };
    }

    /** The configuration that keeps what was set for a scope; empty if nothing was. */
    Optional<DumpEntry> find(Scope scope) {
        return place(scope).flatMap(key -> entry(dump.find(key, Caller.SYSTEM)));
    }

    /** Whether this node's copy holds everything, so that nothing is missing in what it counts. */
    boolean isComplete() {
        return dump.isComplete();
    }

    /**
     * Sets how much a scope may hold. This node judges by it when the call returns.
     *
     * @throws NotFound NAMESPACE_NOT_FOUND if there is no such namespace
     * @throws ProblemException if the precondition does not hold, or the database cannot take it now
     */
    Published set(ChangeRequest change, Scope scope, Quota quota) {
        ConfigKey key = key(scope);
        refusals.tellingRefusal(Entry.of(change.caller(), "publish", Entry.Target.of(key)), () -> existing(scope));
        String json = quota.write(new JsonWriter().object()).endObject().toString();
        return configs.publish(change.caller(), change.ofJson(key, json));
    }

    /**
     * Takes away what was set for a scope, be its namespace there or not; from then on the settings say.
     *
     * @throws NotFound QUOTA_NOT_FOUND if nothing was set
     * @throws ProblemException if the precondition does not hold, or the database cannot take it now
     */
    Published remove(ChangeRequest change, Scope scope) {
        try {
            return configs.remove(
                    change.caller(), key(scope), change.precondition(), change.comment(), change.idempotencyKey());
        } catch (NotFound absent) {
            throw new NotFound("QUOTA_NOT_FOUND", "No quota is set for the " + scope + ".");
        }
    }

    /**
     * The scope, its namespace being there.
     *
     * @throws NotFound NAMESPACE_NOT_FOUND if it is not
     */
    Scope existing(Scope scope) {
        if (namespaces.exists(scope.namespace())) {
            return scope;
        }
        throw new NotFound("NAMESPACE_NOT_FOUND", "There is no namespace of that name; create it first.");
    }
}
