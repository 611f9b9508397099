/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.gbk.GbkTexts;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.server.subscriber.Subscribers.Waiting;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** Whose polls wait on this node at this moment, and what they hold, as far as this node remembers who polls. Thread-safe. */
@Component
final class Watchers {

    private final Subscribers subscribers;
    private final Dump dump;
    private final GbkTexts texts;
    private final Access access;

    @Inject
    Watchers(Subscribers subscribers, Dump dump, GbkTexts texts, Access access) {
        this.subscribers = subscribers;
        this.dump = dump;
        this.texts = texts;
        this.access = access;
    }

    /** What is told of one key that a client holds. */
    private interface Telling {
        void write(JsonWriter json, ConfigKey key, String md5);
    }

    /** Whether a poll of the address {@code clientIp} waits. */
    Page isPolling(Ask ask) {
        return Page.text(!ofClient(ask).isEmpty() + "\n");
    }

    /** What the polls of {@code clientIp} hold: the md5 of each key. */
    Page keysOfClient(Ask ask) {
        return byKey(ask, (json, key, md5) -> json.value(shown(key, md5)));
    }

    /** Whether each key that they hold is as this node serves it. */
    Page isCurrentOfClient(Ask ask) {
        return byKey(ask, (json, key, md5) -> json.value(isCurrent(key, md5)));
    }

    /** The same with what they hold. */
    Page statesOfClient(Ask ask) {
        return byKey(ask, this::state);
    }

    /** The clients that wait for a key, one for each poll. */
    Page clientsOfKey(Ask ask) {
        JsonWriter json = new JsonWriter().array();
        ofKey(ask)
                .forEach(poll -> json.object()
                        .field("ip", poll.party().address())
                        .field("app", poll.party().app())
                        .endObject());
        return Page.json(200, json.endArray());
    }

    /** Whether each client that waits for a key has it as this node serves it. */
    Page isCurrentOfKey(Ask ask) {
        return byClient(ask, (json, key, md5) -> json.value(isCurrent(key, md5)));
    }

    /** The same with what they hold. */
    Page statesOfKey(Ask ask) {
        return byClient(ask, this::state);
    }

    private List<Waiting> ofClient(Ask ask) {
        access.checkServer(ask.caller(), Action.OPERATE);
        String address = ask.form().required("clientIp");
        return subscribers.waiting(party -> party.address().equals(address));
    }

    private List<Waiting> ofKey(Ask ask) {
        access.checkServer(ask.caller(), Action.OPERATE);
        return subscribers.waiting(ask.form().key());
    }

    /** Several polls of a client are told as one. */
    private Page byKey(Ask ask, Telling telling) {
        Map<ConfigKey, String> held = new TreeMap<>();
        ofClient(ask).forEach(poll -> held.putAll(poll.md5s()));
        held.keySet().removeIf(key -> !key.namespace().isEmpty());
        JsonWriter json = new JsonWriter().object();
        held.forEach((key, md5) -> telling.write(json.name(name(key)), key, md5));
        return Page.json(200, json.endObject());
    }

    private Page byClient(Ask ask, Telling telling) {
        ConfigKey key = ask.form().key();
        Map<String, String> held = new TreeMap<>();
        ofKey(ask).forEach(poll -> held.put(poll.party().address(), poll.md5s().get(key)));
        JsonWriter json = new JsonWriter().object();
        held.forEach((address, md5) -> telling.write(json.name(address), key, md5));
        return Page.json(200, json.endObject());
    }

    private void state(JsonWriter json, ConfigKey key, String md5) {
        json.object()
                .field("groupKey", name(key))
                .field("md5", shown(key, md5))
                .field("status", isCurrent(key, md5))
                .endObject();
    }

    /** As the original names a key: dataId and group, with their own plus signs escaped, of which none is allowed here. */
    private static String name(ConfigKey key) {
        return key.dataId() + '+' + key.group();
    }

    private Optional<DumpEntry> served(ConfigKey key) {
        return dump.find(key, Caller.SYSTEM) instanceof Lookup.Found found
                ? Optional.of(found.entry())
                : Optional.empty();
    }

    private boolean isCurrent(ConfigKey key, String md5) {
        return served(key).map(DumpEntry::md5).orElse(Md5.NOTHING).equals(md5);
    }

    /** The md5 as the client told it, which is of GBK. */
    private String shown(ConfigKey key, String md5) {
        return served(key)
                .filter(entry -> entry.md5().equals(md5))
                .flatMap(texts::md5)
                .orElse(md5);
    }
}
