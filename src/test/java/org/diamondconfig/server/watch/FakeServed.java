/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe.Branch;

/** A {@link Served} that serves what the test put into it. Thread-safe. */
final class FakeServed implements Served {

    static final Epoch EPOCH = new Epoch(1, "00000000000000aa");

    /** Serves a key as this; equal by version as the real one. */
    record Fixed(ConfigKey key, Epoch epoch, long version, String text, ConfigType type) implements State {

        @Override
        public long md5High() {
            return text == null ? 0 : Long.parseUnsignedLong(Md5.hex(text), 0, 16, 16);
        }

        @Override
        public long md5Low() {
            return text == null ? 0 : Long.parseUnsignedLong(Md5.hex(text), 16, 32, 16);
        }

        @Override
        public int length() {
            return content().map(bytes -> bytes.length).orElse(0);
        }

        @Override
        public Optional<byte[]> content() {
            return Optional.ofNullable(text).map(given -> given.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Map<ConfigKey, State> states = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looksBelow = new AtomicInteger();
    private int looksLeft;
    private Runnable behindTheBack;
    private volatile Optional<Epoch> epoch = Optional.of(EPOCH);

    /** Serves this text, as type text. */
    void put(ConfigKey key, long version, String text) {
        put(new Fixed(key, EPOCH, version, text, ConfigType.TEXT));
    }

    void put(State state) {
        states.put(state.key(), state);
    }

    /** Serves the key's tombstone. */
    void remove(ConfigKey key, long version) {
        put(key, version, null);
    }

    /** Lets this subject read nothing from now on. */
    void refuse(String subject) {
        refused.add(subject);
    }

    /** Lets this subject read again. */
    void allow(String subject) {
        refused.remove(subject);
    }

    void loading() {
        epoch = Optional.empty();
    }

    /** At the look after so many more, this happens just behind the looker's back: it still sees what was before. */
    void duringLook(int more, Runnable happening) {
        looksLeft = more;
        behindTheBack = happening;
    }

    @Override
    public Optional<State> find(ConfigKey key, Caller caller) {
        Optional<State> seen = look(key, caller);
        happenNow();
        return seen;
    }

    @Override
    public Optional<Branch> find(Prefix prefix, Caller caller) {
        looksBelow.incrementAndGet();
        Branch seen = digest(prefix, caller);
        happenNow();
        return Optional.of(seen);
    }

    /** How often it was looked up what is below a prefix. */
    int looksBelow() {
        return looksBelow.get();
    }

    /** What a poll of a client that has all there is now would hold. */
    Branch digest(Prefix prefix, Caller caller) {
        String members = states.values().stream()
                .filter(state -> prefix.covers(state.key()) && state.present())
                .filter(state -> !refused.contains(caller.subject()))
                .map(state -> state.key() + "@" + state.version())
                .sorted()
                .collect(Collectors.joining(" "));
        return new Branch(prefix, Md5.hex(members));
    }

    private void happenNow() {
        if (behindTheBack != null && looksLeft-- == 0) {
            Runnable happening = behindTheBack;
            behindTheBack = null;
            happening.run();
        }
    }

    private Optional<State> look(ConfigKey key, Caller caller) {
        if (refused.contains(caller.subject())) {
            return Optional.empty();
        }
        State state = states.get(key);
        return Optional.of(state != null ? state : new Fixed(key, EPOCH, 0, null, ConfigType.TEXT));
    }

    @Override
    public Epoch epoch() {
        return epoch.orElseThrow(() -> new Unavailable("DUMP_LOADING", "Loading.", 1));
    }
}
