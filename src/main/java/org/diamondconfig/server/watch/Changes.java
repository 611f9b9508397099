/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.watch.Served.State;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe.Branch;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/**
 * The differences that one or many polls are told of at once. The JSON is written once, however many clients get it.
 * Thread-safe.
 */
public final class Changes {

    /** Largest content that stands in an answer, in bytes; a larger one is fetched by a read with minVersion. */
    static final int MAX_INLINE = 64 << 10;

    /** Most bytes of contents in one answer. */
    static final int MAX_INLINE_IN_ALL = 1 << 20;

    private static final HexFormat HEX = HexFormat.of();

    /**
     * What differs for one poll. Immutable; equal if the same is to be told.
     *
     * @param states of keys
     * @param branches of prefixes
     */
    record Differences(List<State> states, List<Branch> branches) {

        boolean isEmpty() {
            return states.isEmpty() && branches.isEmpty();
        }
    }

    private final Epoch epoch;
    private final Differences differences;

    /** Guarded by this. */
    private byte[] json;

    /**
     * These changes.
     *
     * @param epoch of the versions
     * @param differences at least one
     */
    Changes(Epoch epoch, Differences differences) {
        this.epoch = epoch;
        this.differences = differences;
    }

    /** Which keys differ, in the order of the client's probe. */
    public List<ConfigKey> keys() {
        return differences.states.stream().map(State::key).toList();
    }

    /** As the answer of POST /api/v1/watch. Not to be changed by the caller. */
    public synchronized byte[] json() {
        if (json == null) {
            json = WatchCodec.encodeAnswer(answer());
        }
        return json;
    }

    private WatchAnswer answer() {
        List<WatchAnswer.Change> changes = new ArrayList<>(differences.states.size());
        int room = MAX_INLINE_IN_ALL;
        for (State state : differences.states) {
            Optional<String> content = state.length() > Math.min(MAX_INLINE, room) ? Optional.empty() : text(state);
            if (content.isPresent()) {
                room -= state.length();
            }
            changes.add(change(state, content));
        }
        return new WatchAnswer(epoch, changes, differences.branches);
    }

    private static WatchAnswer.Change change(State state, Optional<String> content) {
        if (!state.present()) {
            return WatchAnswer.Change.absent(state.key(), state.version());
        }
        String md5 = HEX.toHexDigits(state.md5High()) + HEX.toHexDigits(state.md5Low());
        return new WatchAnswer.Change(state.key(), state.version(), md5, state.type(), content);
    }

    private static Optional<String> text(State state) {
        return state.content().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
