/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchCodec;

/**
 * The configurations that a crowd watches: one that all share, and many of which each client has its own choice. Confined to
 * one thread.
 */
final class Watched {

    /** The configuration that every client watches. */
    static final ConfigKey SHARED = ConfigKey.of("bench", "shared/all-watch-this");

    private static final String OTHERS_CONTENT = "nobody changes this";
    private static final String OTHERS_MD5 = Md5.hex(OTHERS_CONTENT);

    private final List<ConfigKey> others = new ArrayList<>();
    private final Epoch epoch;

    private String content = "round 0";
    private long version;
    private int round;

    /** Publishes them all. */
    Watched(Bed bed, int count) {
        for (int i = 0; i < count; i++) {
            ConfigKey key = ConfigKey.of("application-" + i % 50, "settings/component-" + i + ".properties");
            bed.line().exchange(Bed.put(key, OTHERS_CONTENT)).require(200);
            others.add(key);
        }
        Answer answer = bed.publish(SHARED, content);
        epoch = Epoch.parse(answer.header("Diamond-Epoch").orElseThrow());
        version = versionIn(answer);
    }

    /** A publish that wakes all. {@link #published} must follow. */
    Request change() {
        content = "round " + ++round;
        return Bed.put(SHARED, content);
    }

    /** Takes note of what the publish answered. */
    void published(Answer answer) {
        version = versionIn(answer.require(200));
    }

    private static long versionIn(Answer answer) {
        return Long.parseLong(answer.header("Diamond-Version").orElseThrow());
    }

    /** What a client sends to this target: a probe of so many keys, the same choice of them each time. */
    Request probe(String target, int client, int keys) {
        List<Probe.Item> items = new ArrayList<>(keys);
        items.add(new Probe.Item(SHARED, OptionalLong.of(version), Md5.hex(content)));
        Random choice = new Random(client);
        int first = choice.nextInt(others.size());
        for (int i = 1; i < keys; i++) {
            ConfigKey key = others.get((first + i * 7) % others.size());
            items.add(new Probe.Item(key, OptionalLong.of(1), OTHERS_MD5));
        }
        return Request.withBody(
                "POST",
                target,
                WatchCodec.encodeProbe(new Probe(Optional.of(epoch), items)),
                "Content-Type: application/json",
                String.format(Locale.ROOT, "Diamond-Client: id=%032x; app=bench", client + 1));
    }

    /** A GET of a configuration that the change does not touch. */
    Request readOther() {
        return Request.of("GET", Bed.target(others.get(0)));
    }
}
