/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;

/**
 * What a reader wants to be told. Immutable.
 *
 * @param namespace of the changes; empty = of all that may be read
 * @param group of the changes; empty = of all
 * @param prefix that dataIds of the changes begin with
 * @param key the only one; empty = there are others
 * @param lasting after which it ends by itself; empty = never
 */
record Wish(
        Set<Topic> topics,
        Optional<String> namespace,
        Optional<String> group,
        String prefix,
        Optional<ConfigKey> key,
        Optional<Duration> lasting) {

    static final Set<String> PARAMETERS = Query.keyAnd("prefix", "topics", "wait");

    private static final int MAX_NAME = 250;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** What there is to be told. */
    enum Topic {
        CHANGES,
        ARRIVALS,
        CLUSTER;

        private static Topic named(String name) {
            return Arrays.stream(values())
                    .filter(topic -> topic.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> bad("topics: known are changes, arrivals and cluster, parted by commas"));
        }
    }

    /** @throws BadRequest if it is none */
    static Wish read(Query query) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String name : query.text("topics", MAX_NAME).orElse("changes").split(",", -1)) {
            topics.add(Topic.named(name));
        }
        Optional<ConfigKey> key = query.has("dataId") ? Optional.of(query.key()) : Optional.empty();
        String prefix = query.text("prefix", MAX_NAME).orElse("");
        if (key.isPresent() && !prefix.isEmpty()) {
            throw bad("prefix: not together with dataId");
        }
        if (key.isEmpty() && topics.contains(Topic.ARRIVALS)) {
            throw bad("topics: arrivals are those of one configuration, say which by dataId");
        }
        return new Wish(
                topics,
                query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty(),
                query.text("group", MAX_NAME),
                prefix,
                key,
                query.duration("wait", LONGEST));
    }

    private static BadRequest bad(String sentence) {
        return new BadRequest("BAD_PARAMETER", sentence);
    }

    boolean has(Topic topic) {
        return topics.contains(topic);
    }

    /** The key whose versions are followed to clients, if one is. */
    Optional<ConfigKey> followed() {
        return has(Topic.ARRIVALS) ? key : Optional.empty();
    }

    /** Whether a change of this key is asked for. */
    boolean concerns(ConfigKey changed) {
        if (!has(Topic.CHANGES)) {
            return false;
        }
        return key.map(changed::equals)
                .orElseGet(() -> namespace.map(changed.namespace()::equals).orElse(true)
                        && group.map(changed.group()::equals).orElse(true)
                        && changed.dataId().startsWith(prefix));
    }

    /** Lets a caller pass who may be told something of each topic. */
    void check(Access access, Caller caller) {
        if (has(Topic.CLUSTER)) {
            access.checkServer(caller, Action.OPERATE);
        }
        if (key.isPresent()) {
            access.check(caller, Action.READ, key.get());
        } else if (has(Topic.CHANGES)) {
            access.checkSome(caller, Action.READ, namespace);
        }
    }

    /** Whether this caller would still pass. */
    boolean admits(Access access, Caller caller) {
        boolean operates = !has(Topic.CLUSTER) || access.allowsServer(caller, Action.OPERATE);
        boolean reads = key.map(one -> access.allows(caller, Action.READ, one))
                .orElseGet(() -> !has(Topic.CHANGES) || access.allowsSome(caller, Action.READ, namespace));
        return operates && reads;
    }
}
