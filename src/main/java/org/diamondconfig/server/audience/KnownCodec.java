/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Sighting.Counts;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.server.subscriber.Subscribers.Known;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Probe.Report;

/** What a node answers a {@link Question}, as JSON, both ways. Stateless. */
final class KnownCodec {

    private KnownCodec() {}

    static byte[] encode(Known known) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("cut", known.cut())
                .field("changedAgo", known.changedAgoMillis())
                .name("sightings")
                .array();
        for (Sighting sighting : known.sightings()) {
            party(json.object().field("id", sighting.party().id()), sighting.party());
            json.field("polling", sighting.polling())
                    .field("since", sighting.sinceMillis())
                    .field("seen", sighting.seenMillis());
            counts(json, sighting.counts());
            json.name("holdings").array();
            sighting.holdings().forEach(holding -> holding(json.object(), holding));
            json.endArray().name("prefixed").array();
            sighting.prefixes().forEach(prefix -> prefix(json, prefix));
            json.endArray().endObject();
        }
        return json.endArray().endObject().toUtf8();
    }

    /** Who a client is, but for its id. */
    static JsonWriter party(JsonWriter json, Party party) {
        json.field("app", party.app())
                .field("software", party.software())
                .field("subject", party.subject())
                .field("address", party.address())
                .name("labels")
                .array();
        party.labels().forEach(json::value);
        return counters(json.endArray(), party);
    }

    /** What it counts, if it counts anything. */
    private static JsonWriter counters(JsonWriter json, Party party) {
        if (!party.counters().isEmpty()) {
            json.name("counters").array();
            party.counters()
                    .forEach((name, count) -> json.object()
                            .field("name", name)
                            .field("count", count)
                            .endObject());
            json.endArray();
        }
        return json;
    }

    /** What came of a version afterwards, if anything was said. */
    static void followed(JsonWriter json, Outcome outcome) {
        if (!outcome.followed().isEmpty()) {
            json.field("followed", outcome.followed());
        }
    }

    /** How much it holds. */
    static void counts(JsonWriter json, Counts counts) {
        json.field("keys", counts.keys())
                .field("prefixes", counts.prefixes())
                .field("behind", counts.behind())
                .field("failed", counts.failed());
    }

    /** A prefix that it watches. */
    static void prefix(JsonWriter json, Prefix prefix) {
        json.object()
                .field("namespace", prefix.namespace())
                .field("group", prefix.group())
                .field("prefix", prefix.prefix())
                .endObject();
    }

    private static void holding(JsonWriter json, Holding holding) {
        ChangeRequest.writeKey(json, holding.key());
        holding.version().ifPresent(version -> json.field("version", version));
        json.field("md5", holding.md5()).field("told", holding.told());
        holding.outcome().ifPresent(outcome -> {
            json.name("report")
                    .object()
                    .field("version", outcome.version())
                    .field("state", outcome.state().wireName())
                    .field("millis", outcome.millis())
                    .field("ago", outcome.agoMillis())
                    .field("listener", outcome.listener())
                    .field("reason", outcome.reason());
            followed(json, outcome);
            json.endObject();
        });
        json.endObject();
    }

    /**
     * What a node answered.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static Known decode(byte[] body) {
        JsonObject json = Json.parseObject(body);
        List<Sighting> sightings =
                json.objects("sightings").stream().map(KnownCodec::sighting).toList();
        return new Known(sightings, json.flag("cut", false), json.number("changedAgo"));
    }

    private static Sighting sighting(JsonObject json) {
        Party party = new Party(
                json.string("id"),
                json.string("app"),
                json.string("software"),
                json.string("subject"),
                json.string("address"),
                json.strings("labels"),
                counted(json));
        Counts counts =
                new Counts((int) json.number("keys"), (int) json.number("prefixes"), (int) json.number("behind"), (int)
                        json.number("failed"));
        return new Sighting(
                party,
                json.flag("polling", false),
                json.number("since"),
                json.number("seen"),
                counts,
                json.objects("holdings").stream().map(KnownCodec::holding).toList(),
                json.objects("prefixed").stream().map(KnownCodec::prefix).toList());
    }

    /** A node of an earlier version says nothing of them. */
    private static Map<String, Long> counted(JsonObject json) {
        Map<String, Long> counters = new TreeMap<>();
        if (json.has("counters")) {
            json.objects("counters").forEach(each -> counters.put(each.string("name"), each.number("count")));
        }
        return counters;
    }

    private static Prefix prefix(JsonObject json) {
        return new Prefix(json.string("namespace"), json.string("group"), json.string("prefix"));
    }

    private static Holding holding(JsonObject json) {
        return new Holding(
                ChangeRequest.readKey(json),
                json.optionalNumber("version"),
                json.string("md5"),
                json.has("report") ? Optional.of(outcome(json.object("report"))) : Optional.empty(),
                json.flag("told", false));
    }

    private static Outcome outcome(JsonObject json) {
        return new Outcome(
                json.number("version"),
                Report.State.valueOf(json.string("state").toUpperCase(Locale.ROOT)),
                json.number("millis"),
                json.number("ago"),
                json.string("listener"),
                json.string("reason"),
                json.optionalString("followed").orElse(""));
    }
}
