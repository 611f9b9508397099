/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The JSON of {@code POST /api/v1/watch}, both ways. Pure functions.
 *
 * <pre>
 * probe   {"epoch":"1-89ab..","items":[{"namespace":"","group":"G","dataId":"d","version":3,"md5":"0cc1..",
 *          "type":"text"}]}
 * answer  {"epoch":"1-89ab..","changes":[{"namespace":"","group":"G","dataId":"d","state":"present","version":4,
 *          "md5":"9e10..","type":"text","content":".."}]}
 * </pre>
 *
 * <p>A probe may have {@code "reports":[{"namespace":"","group":"G","dataId":"d","version":3,"state":"applied","millis":2,
 * "ago":7,"listener":"","reason":"","followed":"script ended, status 0"}]}, of what it was told before, and
 * {@code "counters":{"readers":3}}, of what the client counts.
 *
 * <p>Both may have {@code "prefixes":[{"namespace":"","group":"G","prefix":"a/","digest":"0cc1.."}]}; a probe with them may do
 * without items.
 *
 * <p>Unknown members are ignored, so that either side may add some.
 */
public final class WatchCodec {

    private static final String PRESENT = "present";
    private static final String ABSENT = "absent";
    private static final List<JsonObject> NONE = List.of();

    private WatchCodec() {}

    /** The body of a poll; without its reports, if it would be too long with them. */
    public static byte[] encodeProbe(Probe probe) {
        byte[] whole = encode(probe, probe.reports());
        return whole.length > Probe.MAX_BYTES ? encode(probe, List.of()) : whole;
    }

    private static byte[] encode(Probe probe, List<Probe.Report> reports) {
        JsonWriter json = new JsonWriter().object();
        probe.epoch().ifPresent(epoch -> json.field("epoch", epoch.toString()));
        json.name("items").array();
        for (Probe.Item item : probe.items()) {
            key(json.object(), item.key());
            item.version().ifPresent(version -> json.field("version", version));
            json.field("md5", item.md5());
            item.type().ifPresent(type -> json.field("type", type.wireName()));
            json.endObject();
        }
        branches(json.endArray(), probe.branches());
        return counters(reports(json, reports), probe.counters()).endObject().toUtf8();
    }

    private static JsonWriter reports(JsonWriter json, List<Probe.Report> reports) {
        if (reports.isEmpty()) {
            return json;
        }
        json.name("reports").array();
        for (Probe.Report report : reports) {
            key(json.object(), report.key());
            json.field("version", report.version())
                    .field("state", report.state().wireName())
                    .field("millis", report.millis())
                    .field("ago", report.agoMillis())
                    .field("listener", report.listener())
                    .field("reason", report.reason());
            if (!report.followed().isEmpty()) {
                json.field("followed", report.followed());
            }
            json.endObject();
        }
        return json.endArray();
    }

    private static JsonWriter counters(JsonWriter json, Map<String, Long> counters) {
        if (counters.isEmpty()) {
            return json;
        }
        json.name("counters").object();
        counters.forEach(json::field);
        return json.endObject();
    }

    /** As many as there may be; others that a newer client may have invented are left out. */
    private static Map<String, Long> counters(JsonObject body) {
        Map<String, Long> counters = new TreeMap<>();
        if (body.has("counters")) {
            JsonObject told = body.object("counters");
            for (String name : told.names()) {
                if (counters.size() < Probe.MAX_COUNTERS && Probe.isCounter(name, told.number(name))) {
                    counters.put(name, told.number(name));
                }
            }
        }
        return counters;
    }

    /**
     * The probe in the body of a poll.
     *
     * @throws IllegalArgumentException if it has another form, a name is refused, or there are too many; the message names
     *     the item and the field
     */
    public static Probe decodeProbe(byte[] utf8) {
        if (utf8.length > Probe.MAX_BYTES) {
            throw new IllegalArgumentException("body: " + utf8.length + " bytes, at most " + Probe.MAX_BYTES);
        }
        JsonObject body = Json.parseObject(utf8);
        List<Probe.Branch> branches = branches(body);
        List<Probe.Item> items = new ArrayList<>();
        for (JsonObject item : body.has("items") || branches.isEmpty() ? body.objects("items") : NONE) {
            try {
                items.add(new Probe.Item(
                        key(item),
                        item.optionalNumber("version"),
                        item.optionalString("md5").orElse(Md5.NOTHING),
                        item.optionalString("type").map(WatchCodec::type)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("items[" + items.size() + "]." + e.getMessage(), e);
            }
        }
        return new Probe(epoch(body), items, branches, reports(body), counters(body));
    }

    private static List<Probe.Report> reports(JsonObject body) {
        List<Probe.Report> reports = new ArrayList<>();
        for (JsonObject report : body.has("reports") ? body.objects("reports") : NONE) {
            try {
                state(report.string("state"))
                        .map(state -> report(report, state))
                        .ifPresent(reports::add);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("reports[" + reports.size() + "]." + e.getMessage(), e);
            }
        }
        return reports;
    }

    private static Probe.Report report(JsonObject report, Probe.Report.State state) {
        return new Probe.Report(
                key(report),
                report.number("version"),
                state,
                report.optionalNumber("millis").orElse(0),
                report.optionalNumber("ago").orElse(0),
                report.optionalString("listener").orElse(""),
                report.optionalString("reason").orElse(""),
                report.optionalString("followed").orElse(""));
    }

    /** Empty for a state that a newer client may have invented. */
    private static Optional<Probe.Report.State> state(String wireName) {
        return Arrays.stream(Probe.Report.State.values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }

    private static Optional<Epoch> epoch(JsonObject body) {
        return body.optionalString("epoch").filter(text -> !text.isEmpty()).map(Epoch::parse);
    }

    /** The body of the answer to a poll. */
    public static byte[] encodeAnswer(WatchAnswer answer) {
        JsonWriter json = new JsonWriter().object();
        json.field("epoch", answer.epoch().toString()).name("changes").array();
        for (WatchAnswer.Change change : answer.changes()) {
            key(json.object(), change.key());
            json.field("state", change.present() ? PRESENT : ABSENT)
                    .field("version", change.version())
                    .field("md5", change.md5());
            if (change.present()) {
                json.field("type", change.type().wireName());
            }
            change.content().ifPresent(content -> json.field("content", content));
            json.endObject();
        }
        return branches(json.endArray(), answer.branches()).endObject().toUtf8();
    }

    private static JsonWriter branches(JsonWriter json, List<Probe.Branch> branches) {
        if (branches.isEmpty()) {
            return json;
        }
        json.name("prefixes").array();
        for (Probe.Branch branch : branches) {
            json.object()
                    .field("namespace", branch.prefix().namespace())
                    .field("group", branch.prefix().group())
                    .field("prefix", branch.prefix().prefix())
                    .field("digest", branch.digest())
                    .endObject();
        }
        return json.endArray();
    }

    private static List<Probe.Branch> branches(JsonObject body) {
        List<Probe.Branch> branches = new ArrayList<>();
        for (JsonObject branch : body.has("prefixes") ? body.objects("prefixes") : NONE) {
            try {
                ConfigKey.Prefix prefix = ConfigKey.Prefix.of(
                        branch.optionalString("namespace").orElse(ConfigKey.PUBLIC),
                        branch.optionalString("group").orElse(ConfigKey.DEFAULT_GROUP),
                        branch.string("prefix"));
                branches.add(
                        new Probe.Branch(prefix, branch.optionalString("digest").orElse(Md5.NOTHING)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("prefixes[" + branches.size() + "]." + e.getMessage(), e);
            }
        }
        return branches;
    }

    /**
     * The answer in the body that a server sent.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static WatchAnswer decodeAnswer(byte[] utf8) {
        JsonObject body = Json.parseObject(utf8);
        List<WatchAnswer.Change> changes = new ArrayList<>();
        for (JsonObject change : body.objects("changes")) {
            changes.add(change(change));
        }
        return new WatchAnswer(Epoch.parse(body.string("epoch")), changes, branches(body));
    }

    private static WatchAnswer.Change change(JsonObject change) {
        if (change.string("state").equals(ABSENT)) {
            return WatchAnswer.Change.absent(key(change), change.number("version"));
        }
        String md5 = change.string("md5");
        if (!change.string("state").equals(PRESENT) || md5.isEmpty()) {
            throw new IllegalArgumentException("state: present with an md5, or absent, expected");
        }
        return new WatchAnswer.Change(
                key(change),
                change.number("version"),
                md5,
                change.optionalString("type").map(WatchCodec::type).orElse(ConfigType.TEXT),
                change.optionalString("content"));
    }

    /** A type that a newer server may have invented is text to us: the label must not cost the content. */
    private static ConfigType type(String wireName) {
        try {
            return ConfigType.parse(wireName);
        } catch (IllegalArgumentException unknown) {
            return ConfigType.TEXT;
        }
    }

    private static void key(JsonWriter json, ConfigKey key) {
        json.field("namespace", key.namespace()).field("group", key.group()).field("dataId", key.dataId());
    }

    private static ConfigKey key(JsonObject item) {
        return ConfigKey.of(
                item.optionalString("namespace").orElse(ConfigKey.PUBLIC),
                item.optionalString("group").orElse(ConfigKey.DEFAULT_GROUP),
                item.string("dataId"));
    }
}
