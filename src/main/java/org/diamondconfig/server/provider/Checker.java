/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.provider.Provider.Seen;
import org.diamondconfig.wire.ConfigKey;

/**
 * What dials the providers of a key and moves them between up and down. Confined to one run at a time.
 *
 * <p>A verdict counts only for what was seen before the dial: a datum that was published again meanwhile, or whose state somebody
 * set, is judged anew. What a person took offline is not dialled.
 */
@Component
class Checker {

    /** Who sets a state when a check does. */
    static final String SUBJECT = "system:check";

    private static final Logger LOG = System.getLogger(Checker.class.getName());

    private final CheckStore store;
    private final Endpoints endpoints;
    private final Dialer dialer;
    private final int mostFailures;
    private final Counter dials;
    private final Counter changes;

    /** By key, the failures in a row of each provider that is up, as it was seen. */
    private final Map<ConfigKey, Map<Seen, Integer>> failures = new HashMap<>();

    /** By key, how many providers are not dialled because of their addresses. Read by the metrics, too. */
    private final Map<ConfigKey, Integer> undialled = new ConcurrentHashMap<>();

    @Inject
    Checker(CheckStore store, Endpoints endpoints, Dialer dialer, Settings settings, PrometheusRegistry metrics) {
        this.store = store;
        this.endpoints = endpoints;
        this.dialer = dialer;
        mostFailures = settings.count(Knob.CHECK_FAILURES);
        dials = Counter.builder()
                .name("diamond_check_dials_total")
                .help("Providers that were dialled, by whether they took the connection.")
                .labelNames("answered")
                .register(metrics);
        changes = Counter.builder()
                .name("diamond_check_changes_total")
                .help("States of providers that a check changed.")
                .labelNames("state")
                .register(metrics);
        for (boolean answered : new boolean[] {true, false}) {
            dials.initLabelValues(Boolean.toString(answered));
            changes.initLabelValues(stateOf(answered).word());
        }
        GaugeWithCallback.builder()
                .name("diamond_check_keys")
                .help("Keys whose providers this node checks.")
                .callback(gauge -> gauge.call(undialled.size()))
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_check_undialled")
                .help(
                        "Providers of these keys that are not dialled, because their datumIds are no addresses that may be.")
                .callback(gauge -> gauge.call(
                        undialled.values().stream().mapToInt(Integer::intValue).sum()))
                .register(metrics);
    }

    private static ProviderState stateOf(boolean answers) {
        return answers ? ProviderState.UP : ProviderState.DOWN;
    }

    /** Forgets what it counted of other keys: another node counts there now. */
    void keepOnly(Collection<ConfigKey> keys) {
        failures.keySet().retainAll(keys);
        undialled.keySet().retainAll(keys);
    }

    /** Whether no provider may be dialled, whatever its address. */
    boolean isOff() {
        return endpoints.isEmpty();
    }

    /** Why this provider is not dialled; empty if it is. */
    Optional<String> objection(String datumId) {
        return endpoints.objection(datumId);
    }

    /**
     * Dials the providers of one key, and changes the states of those that are found otherwise. Blocks until all have answered or
     * had their time.
     *
     * @param owner to whom the key must be leased for the verdicts to count
     * @throws IOException if this machine cannot dial
     */
    void check(ConfigKey key, String owner, BooleanSupplier ended) throws IOException {
        Map<Seen, InetSocketAddress> dialled = dialled(key);
        Map<InetSocketAddress, Boolean> verdicts = dialer.dial(new HashSet<>(dialled.values()), ended);
        verdicts.values()
                .forEach(answered -> dials.labelValues(answered.toString()).inc());
        Map<Seen, Integer> before = failures.getOrDefault(key, Map.of());
        Map<Seen, Integer> after = new HashMap<>();
        dialled.forEach((seen, address) -> {
            Boolean answers = verdicts.get(address);
            if (answers == null || answers == (seen.state() == ProviderState.UP)) {
                return; // It is as it was said to be, and its failures are counted from 0.
            }
            int times = before.getOrDefault(seen, 0) + 1;
            if (answers || times >= mostFailures) {
                move(key, seen, stateOf(answers), owner);
            } else {
                after.put(seen, times);
            }
        });
        failures.put(key, after);
    }

    private Map<Seen, InetSocketAddress> dialled(ConfigKey key) {
        Map<Seen, InetSocketAddress> dialled = new HashMap<>();
        int without = 0;
        for (Seen seen : store.seen(key)) {
            Optional<InetSocketAddress> address = endpoints.dialable(seen.datumId());
            if (address.isEmpty()) {
                without++;
            } else if (seen.state() != ProviderState.OFFLINE) {
                dialled.put(seen, address.get());
            }
        }
        undialled.put(key, without);
        return dialled;
    }

    private void move(ConfigKey key, Seen seen, ProviderState state, String owner) {
        String why = state == ProviderState.UP
                ? "it takes connections again"
                : "it took no connection, " + mostFailures + " times in a row";
        Caller checker = new Caller(SUBJECT, CheckStore.nodeOf(owner), "", "");
        StateChange change = new StateChange(checker, key, seen.datumId(), state, why, Optional.empty());
        if (store.setIf(change, seen, owner)) {
            changes.labelValues(state.word()).inc();
            LOG.log(Level.INFO, "{0} of {1} is {2} now: {3}", seen.datumId(), key, state.word(), why);
        }
    }
}
