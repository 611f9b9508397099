/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Forbidden;

/**
 * How much each namespace and each group may hold: what was set for it, else, for a namespace, what the settings say.
 * Thread-safe.
 *
 * <p>It is judged by what this node's copy holds. What other nodes take, and what is being written at this very moment, is
 * not in it yet: a scope may go over its quota by that much, and no lock is taken against it.
 */
@Component
public final class Quotas {

    private final Counts counts;
    private final Quota otherwise;
    private final Counter refusals;
    private final ConcurrentMap<Scope, Quota> set = new ConcurrentHashMap<>();

    @Inject
    public Quotas(Counts counts, Settings settings, PrometheusRegistry metrics) {
        this.counts = counts;
        otherwise = new Quota(settings.count(Knob.QUOTA_KEYS), settings.bytes(Knob.QUOTA_BYTES));
        refusals = Counter.builder()
                .name("diamond_quota_refusals_total")
                .help("Changes that were refused because a namespace or group would hold more than it may.")
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_quota_full")
                .help("Namespaces and groups that hold as much as they may, or more.")
                .callback(callback -> callback.call((double) full()))
                .register(metrics);
    }

    /** From now on this much may be held there; empty = what the settings say. */
    public void set(Scope scope, Optional<Quota> quota) {
        quota.ifPresentOrElse(given -> set.put(scope, given), () -> set.remove(scope));
    }

    /** What may be held there. */
    public Quota of(Scope scope) {
        Quota given = set.get(scope);
        if (given != null) {
            return given;
        }
        return scope.isNamespace() && !scope.namespace().equals(Access.RESERVED) ? otherwise : Quota.NONE;
    }

    /** What is held there, as far as this node knows. */
    public Amount held(Scope scope) {
        return counts.of(scope);
    }

    private long full() {
        return limited().stream().filter(scope -> of(scope).isFull(held(scope))).count();
    }

    /** All that may not hold anything, but for namespaces that hold nothing. */
    public List<Scope> limited() {
        Stream<Scope> byDefault =
                otherwise.equals(Quota.NONE) ? Stream.of() : counts.scopes().filter(Scope::isNamespace);
        return Stream.concat(set.keySet().stream(), byDefault)
                .distinct()
                .filter(scope -> !of(scope).equals(Quota.NONE))
                .toList();
    }

    /** So many groups of a namespace that hold something or have a quota, in order, from behind this scope of it on. */
    public List<Scope> groupsAfter(Scope scope, int most) {
        return Stream.concat(set.keySet().stream(), counts.scopes())
                .filter(group -> group.namespace().equals(scope.namespace()) && group.compareTo(scope) > 0)
                .distinct()
                .sorted()
                .limit(most)
                .toList();
    }

    /** A transaction begins that may let something grow. */
    public Growth growth() {
        return new Growth(this);
    }

    /**
     * Lets a growth pass that fits.
     *
     * @param uncounted what was let pass and is in no count yet
     * @throws Forbidden QUOTA_EXCEEDED if it does not
     */
    void require(Scope scope, Amount growth, Amount uncounted) {
        of(scope).refusal(held(scope).plus(uncounted), growth).ifPresent(reason -> {
            refusals.inc();
            throw new Forbidden(
                    "QUOTA_EXCEEDED",
                    "The " + scope + " " + reason + "; remove something there, or have an operator raise its quota.");
        });
    }
}
