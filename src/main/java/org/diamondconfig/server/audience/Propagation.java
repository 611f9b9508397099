/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Probe.Report;

/** How far a version of a key got, and how fast. Thread-safe. */
@Component
public final class Propagation {

    /** Most stragglers that are named. */
    static final int MAX_NAMED = 100;

    /** Most moments that are told of how the clients came to have it. */
    static final int MOMENTS = 20;

    private final Everywhere everywhere;
    private final Subscribers here;
    private final Telling telling;

    @Inject
    Propagation(Everywhere everywhere, Subscribers here, Telling telling) {
        this.everywhere = everywhere;
        this.here = here;
        this.telling = telling;
    }

    /** How far it got at a client; stragglers are named in this order. */
    enum Reach {
        FAILED,
        BEHIND,
        TOLD,
        RECEIVED,
        APPLIED,
        NEWER
    }

    /**
     * How far it got at one client.
     *
     * @param receivedMillis from the commit to the receipt; empty if that is not known, or the client came later
     * @param appliedMillis likewise
     */
    record Step(Seen seen, Reach reach, OptionalLong receivedMillis, OptionalLong appliedMillis) {

        /** A client that never reports is done when it has the version. */
        boolean isStraggler() {
            boolean silent = holding().outcome().isEmpty();
            return reach.compareTo(Reach.RECEIVED) < 0 || (reach == Reach.RECEIVED && !silent);
        }

        Holding holding() {
            return seen.sighting().holdings().get(0);
        }
    }

    /** As JSON, of this version; 0 = of what this node serves. The future never fails. */
    public CompletableFuture<byte[]> of(ConfigKey key, long version) {
        Served served = here.served(key);
        long asked = version == 0 ? served.version() : version;
        return everywhere.ask(Question.holders(key, asked)).thenApply(census -> json(key, asked, served, census));
    }

    private byte[] json(ConfigKey key, long version, Served served, Census census) {
        List<Step> steps = steps(census, version, served);
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key).field("version", version);
        telling.agoIfKnown(census.changedAgoMillis()).ifPresent(at -> json.field("published", at));
        json.field("clients", steps.size()).name("states").object();
        Map<Reach, Integer> counts = new EnumMap<>(Reach.class);
        steps.forEach(step -> counts.merge(step.reach, 1, Integer::sum));
        for (Reach reach : Reach.values()) {
            json.field(wireName(reach), counts.getOrDefault(reach, 0));
        }
        json.endObject();
        times(json.name("received"), steps.stream().map(Step::receivedMillis).toList());
        times(json.name("applied"), steps.stream().map(Step::appliedMillis).toList());
        stragglers(json, steps);
        Telling.rest(json, census);
        return json.endObject().toUtf8();
    }

    /** Each client with how far it got. */
    static List<Step> steps(Census census, long version, Served served) {
        List<Step> steps = new ArrayList<>();
        for (Seen seen : census.seen()) {
            Sighting sighting = seen.sighting();
            Holding holding = sighting.holdings().get(0);
            Optional<Outcome> outcome = holding.outcome().filter(last -> last.version() == version);
            // Who came after the publish has it from its start: that says nothing of how fast a change gets there.
            boolean timed = census.changedAgoMillis() >= 0 && sighting.sinceMillis() > census.changedAgoMillis();
            OptionalLong received = outcome.filter(any -> timed)
                    .map(last -> OptionalLong.of(Math.max(0, census.changedAgoMillis() - last.agoMillis())))
                    .orElse(OptionalLong.empty());
            Reach reach = reach(holding, version, served);
            OptionalLong applied = reach == Reach.APPLIED && received.isPresent()
                    ? OptionalLong.of(received.getAsLong() + outcome.get().millis())
                    : OptionalLong.empty();
            steps.add(new Step(seen, reach, received, applied));
        }
        return steps;
    }

    private static Reach reach(Holding holding, long version, Served served) {
        long reported = holding.outcome().map(Outcome::version).orElse(-1L);
        long held = holding.version().orElse(-1);
        if (Math.max(reported, held) > version) {
            return Reach.NEWER;
        }
        // A version that changes neither content nor type is told to nobody: who has the content has it.
        boolean same = version == served.version() && holding.md5().equals(served.md5());
        if (reported == version || same) {
            // What it said of an older version says nothing of the one that it holds.
            return holding.outcome()
                    .filter(last -> last.version() >= held)
                    .map(last -> reach(last.state()))
                    .orElse(Reach.RECEIVED);
        }
        if (held == version) {
            return Reach.RECEIVED;
        }
        return holding.told() ? Reach.TOLD : Reach.BEHIND;
    }

    private static Reach reach(Report.State state) {
        return switch (state) {
            case RECEIVED -> Reach.RECEIVED;
            case APPLIED -> Reach.APPLIED;
            case FAILED -> Reach.FAILED;
        };
    }

    private static void times(JsonWriter json, List<OptionalLong> known) {
        long[] millis = known.stream()
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sorted()
                .toArray();
        json.object().field("count", millis.length);
        if (millis.length > 0) {
            json.field("p50", quantile(millis, 50))
                    .field("p99", quantile(millis, 99))
                    .field("last", millis[millis.length - 1]);
            json.name("curve").array();
            curve(millis).forEach(json::value);
            json.endArray();
        }
        json.endObject();
    }

    /** When each part of them had it, all parts alike: after the third of ten, three tenths of them had. */
    static List<Long> curve(long[] sorted) {
        int parts = Math.min(MOMENTS, sorted.length);
        return IntStream.rangeClosed(1, parts)
                .mapToObj(part -> sorted[(part * sorted.length + parts - 1) / parts - 1])
                .toList();
    }

    /** The least of them that so many in a hundred do not exceed. */
    static long quantile(long[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[Math.max(1, rank) - 1];
    }

    private static void stragglers(JsonWriter json, List<Step> steps) {
        json.name("stragglers").array();
        steps.stream()
                .filter(Step::isStraggler)
                .sorted(Comparator.comparing(Step::reach))
                .limit(MAX_NAMED)
                .forEach(step -> straggler(json.object(), step));
        json.endArray();
    }

    private static void straggler(JsonWriter json, Step step) {
        Sighting.Party party = step.seen.sighting().party();
        json.field("client", party.handle())
                .field("app", party.app())
                .field("address", party.address())
                .field("node", step.seen.node())
                .field("state", wireName(step.reach));
        step.holding().version().ifPresent(version -> json.field("version", version));
        step.receivedMillis().ifPresent(millis -> json.field("millis", millis));
        Optional<Outcome> outcome = step.holding().outcome();
        json.field("listener", outcome.map(Outcome::listener).orElse(""))
                .field("reason", outcome.map(Outcome::reason).orElse(""))
                .endObject();
    }

    private static String wireName(Reach reach) {
        return reach.name().toLowerCase(Locale.ROOT);
    }
}
