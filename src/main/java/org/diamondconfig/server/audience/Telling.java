/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.peer.PeerRound.Said;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.wire.JsonWriter;

/** How clients are told to those who ask: their pages, and their times by this node's clock. Thread-safe. */
@Component
final class Telling {

    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_CURSOR = 1_024;

    private final InstantSource clock;

    @Inject
    Telling(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Which clients of a list are told now.
     *
     * @param after the order of the last one of the page before; {@code ""} = from the first on
     */
    record Page(String after, int limit) {

        /**
         * The page that is asked for.
         *
         * @throws BadRequest BAD_CURSOR or BAD_PARAMETER
         */
        static Page of(Query query) {
            String cursor = query.text("cursor", MAX_CURSOR).orElse("");
            try {
                String after = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                return new Page(after, query.count("limit", LIMIT, 1, MAX_LIMIT));
            } catch (IllegalArgumentException e) {
                throw new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
            }
        }
    }

    /** Writes one page of these as an array, and where the next one begins, if there is one. */
    void page(JsonWriter json, String name, List<Seen> all, Page page, BiConsumer<JsonWriter, Seen> writing) {
        List<Seen> rest = all.stream()
                .filter(seen -> seen.sighting().party().order().compareTo(page.after) > 0)
                .limit(page.limit + 1L)
                .toList();
        json.name(name).array();
        rest.stream().limit(page.limit).forEach(seen -> {
            json.object();
            writing.accept(json, seen);
            json.endObject();
        });
        json.endArray();
        if (rest.size() > page.limit) {
            String last = rest.get(page.limit - 1).sighting().party().order();
            byte[] utf8 = last.getBytes(StandardCharsets.UTF_8);
            json.field("next", Base64.getUrlEncoder().withoutPadding().encodeToString(utf8));
        }
    }

    /** Who it is, where, and since when. */
    void client(JsonWriter json, Seen seen) {
        Sighting sighting = seen.sighting();
        Party party = sighting.party();
        KnownCodec.party(json.field("client", party.handle()), party)
                .field("node", seen.node())
                .field("polling", sighting.polling())
                .field("since", ago(sighting.sinceMillis()))
                .field("seen", ago(sighting.seenMillis()));
    }

    /** The same, and how much it holds. */
    void counted(JsonWriter json, Seen seen) {
        client(json, seen);
        KnownCodec.counts(json, seen.sighting().counts());
    }

    /** What it holds of a key, and what it reported of it. */
    void holding(JsonWriter json, Holding holding, Sighting.Served served) {
        holding.version().ifPresent(version -> json.field("version", version));
        if (!holding.md5().equals(Holding.UNTOLD)) {
            json.field("md5", holding.md5());
        }
        json.field("state", holding.state(served).name().toLowerCase(Locale.ROOT));
        holding.outcome().ifPresent(outcome -> report(json.name("report"), outcome));
    }

    private void report(JsonWriter json, Outcome outcome) {
        json.object()
                .field("version", outcome.version())
                .field("state", outcome.state().wireName())
                .field("millis", outcome.millis())
                .field("at", ago(outcome.agoMillis() - outcome.millis()))
                .field("listener", outcome.listener())
                .field("reason", outcome.reason());
        KnownCodec.followed(json, outcome);
        json.endObject();
    }

    /** Which nodes did not answer, and whether more was known than is told. */
    static void rest(JsonWriter json, Census census) {
        Said.missing(json, census.missing()).field("cut", census.cut());
    }

    /** The moment so long ago. */
    String ago(long millis) {
        return clock.instant().minusMillis(Math.max(0, millis)).toString();
    }

    /** The same, if there is one. */
    Optional<String> agoIfKnown(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(ago(millis));
    }
}
