/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Standing;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.StoreState;
import org.diamondconfig.server.watch.Drain;
import org.diamondconfig.server.watch.HeldPolls;

/**
 * How well this node is, check by check. Thread-safe.
 *
 * <p>Ready means that reads can be answered, for that is what a balancer sends here: a node whose database is down and whose
 * dump is complete is ready and says in check {@code store} what is wrong and what it does meanwhile. A node whose dump is
 * not complete, or that does not know its store, is not ready; nor is one whose clients an operator sends elsewhere.
 */
@Component
final class Readiness {

    /**
     * One check, in the form of MicroProfile Health.
     *
     * @param data what a person wants to know beside it
     */
    record Check(String name, boolean up, Map<String, String> data) {}

    private static final String DRAINS =
            "An operator has this node send its clients elsewhere. It answers reads and writes;"
                    + " DELETE /api/v1/ops/drain takes clients again, and so does a restart.";

    private final Database database;
    private final Dump dump;
    private final Cluster cluster;
    private final Drain drain;

    @Inject
    Readiness(Database database, Dump dump, Cluster cluster, HeldPolls polls) {
        this.database = database;
        this.dump = dump;
        this.cluster = cluster;
        this.drain = polls.drain();
    }

    /** Whether this node can answer reads, and is to. */
    boolean isReady() {
        return dump.status().complete() && !drain.isWished();
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(store(database.state()));
        checks.add(dump(dump.status()));
        checks.add(cluster(cluster.standing()));
        if (drain.isWished()) {
            checks.add(new Check("drain", false, Map.of("sentence", DRAINS)));
        }
        return checks;
    }

    private Check store(StoreState state) {
        Map<String, String> data = new TreeMap<>();
        data.put("state", state.status().name());
        if (!state.sentence().isEmpty()) {
            data.put("sentence", state.sentence());
        }
        if (!state.up()) {
            data.put("code", state.status().code());
            data.put("serving", "reads and polls from the dump; writes are answered 503");
        }
        if (!database.warnings().isEmpty()) {
            data.put("warning", String.join(" ", database.warnings()));
        }
        database.epoch().ifPresent(epoch -> data.put("epoch", epoch.toString()));
        return new Check("store", state.up(), data);
    }

    private static Check dump(Dump.Status status) {
        Map<String, String> data = new TreeMap<>();
        data.put("complete", Boolean.toString(status.complete()));
        data.put("entries", Long.toString(status.entries()));
        data.put("bytes", Long.toString(status.bytes()));
        data.put("healed", Long.toString(status.healed()));
        status.age().ifPresent(age -> data.put("ageMillis", Long.toString(age.toMillis())));
        status.epoch().ifPresent(epoch -> data.put("epoch", epoch.toString()));
        status.degraded().ifPresent(sentence -> data.put("degraded", sentence));
        return new Check("dump", status.complete() && status.degraded().isEmpty(), data);
    }

    private Check cluster(Standing standing) {
        Map<String, String> data = new TreeMap<>();
        data.put("node", standing.nodeId());
        data.put("joined", Boolean.toString(standing.joined()));
        data.put("others", Integer.toString(cluster.others().size()));
        standing.address().ifPresent(address -> data.put("address", address.toString()));
        if (!standing.code().isEmpty()) {
            data.put("code", standing.code());
        }
        if (!standing.sentence().isEmpty()) {
            data.put("sentence", standing.sentence());
        }
        return new Check("cluster", standing.code().isEmpty(), data);
    }
}
