/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Branch;

/** The registry of one node with everything around it in the test's hands; answers are written on the test's thread. */
final class Node {

    static final ConfigKey FOO = ConfigKey.of("G", "foo");
    static final ConfigKey BAR = ConfigKey.of("G", "bar");
    static final Duration HOLD = Duration.ofSeconds(30);

    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler(ticker);
    final FakeServed served = new FakeServed();
    final Trace trace = new Trace(ticker, Clock.systemUTC());
    final PrometheusRegistry metrics = new PrometheusRegistry();
    final PollLimits limits;
    final HeldPolls polls;

    Node() {
        this(Map.of());
    }

    Node(Map<String, String> settings) {
        this(settings, new AnswerWriter());
    }

    Node(Map<String, String> settings, AnswerWriter writer) {
        limits = new PollLimits(Settings.of(settings), metrics);
        polls = new HeldPolls(served, limits, new AnswerBatches(writer, trace), scheduler, ticker);
        polls.start();
    }

    /** What a client without an id asks. */
    RecordingAnswer poll(Probe.Item... items) {
        return poll(client(""), "0", items);
    }

    RecordingAnswer poll(Caller caller, String slot, Probe.Item... items) {
        return poll(caller, slot, HOLD, items);
    }

    RecordingAnswer poll(Caller caller, String slot, Duration hold, Probe.Item... items) {
        RecordingAnswer answer = new RecordingAnswer();
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(items));
        polls.hold(new Ask(caller, ClientHeader.NONE.inSlot(slot), probe, hold, answer, () -> true));
        return answer;
    }

    /** What a client without an id asks, to be answered this way. */
    void poll(Answer answer, Probe.Item... items) {
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(items));
        polls.hold(new Ask(client(""), ClientHeader.NONE.inSlot("0"), probe, HOLD, answer, () -> true));
    }

    /** What a client asks of whom this tells whether what let it in is still good. */
    RecordingAnswer poll(BooleanSupplier standing, Probe.Item... items) {
        RecordingAnswer answer = new RecordingAnswer();
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(items));
        polls.hold(new Ask(client(""), ClientHeader.NONE.inSlot("0"), probe, HOLD, answer, standing));
        return answer;
    }

    /** What a client without an id asks that knows below each prefix all there is now. */
    RecordingAnswer pollBelow(Prefix... prefixes) {
        return poll(
                client(""),
                Stream.of(prefixes)
                        .map(prefix -> served.digest(prefix, client("")))
                        .toArray(Branch[]::new));
    }

    RecordingAnswer poll(Caller caller, Branch... branches) {
        RecordingAnswer answer = new RecordingAnswer();
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(), List.of(branches));
        polls.hold(new Ask(caller, ClientHeader.NONE.inSlot("0"), probe, HOLD, answer, () -> true));
        return answer;
    }

    static Caller client(String id) {
        return new Caller(Caller.ANONYMOUS, "127.0.0.1", id, "");
    }

    /** The client holds this version of this text; {@code null} = it has nothing. */
    static Probe.Item holding(ConfigKey key, long version, String text) {
        return new Probe.Item(key, OptionalLong.of(version), text == null ? Md5.NOTHING : Md5.hex(text));
    }

    static Probe.Item holding(ConfigKey key, String text) {
        return new Probe.Item(key, OptionalLong.empty(), text == null ? Md5.NOTHING : Md5.hex(text));
    }

    /** The node serves this from now on, and says so. */
    void dumped(ConfigKey key, long version, String text) {
        dumped(new FakeServed.Fixed(key, FakeServed.EPOCH, version, text, ConfigType.TEXT));
    }

    void dumped(FakeServed.Fixed state) {
        served.put(state);
        String md5 = state.text() == null ? Md5.NOTHING : Md5.hex(state.text());
        polls.onDumped(new ConfigDumped(state.key(), state.epoch(), state.version(), md5, state.type()));
    }

    /** Checks that nothing is left of any poll. */
    boolean isEmpty() {
        return limits.held() == 0 && polls.watchedKeys() == 0 && polls.waiting() == 0;
    }
}
