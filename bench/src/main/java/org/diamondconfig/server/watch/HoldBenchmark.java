/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a poll costs that is held: making it, entering it at its keys, comparing it, and taking it out again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HoldBenchmark {

    private static final Epoch EPOCH = new Epoch(1, "0123456789abcdef");
    private static final Caller CALLER = new Caller("bench", "127.0.0.1", "0123456789abcdef0123456789abcdef", "bench");

    /** Polls that are held already. */
    private static final int OTHERS = 1_000;

    @Param({"20", "200"})
    private int keys;

    private final PollIndex index = new PollIndex();
    private Served served;
    private HeldPolls.Ask ask;
    private HeldPoll poll;

    /** Holds the other polls. */
    @Setup
    public void hold() {
        Map<ConfigKey, Served.State> states = new HashMap<>();
        List<Probe.Item> items = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            ConfigKey key = ConfigKey.of("application-" + i % 7, "settings/component-" + i + ".properties");
            states.put(key, new Fixed(key));
            items.add(new Probe.Item(key, OptionalLong.of(1), Md5.hex(key.dataId())));
        }
        served = new InMemory(Map.copyOf(states));
        ask = new HeldPolls.Ask(
                CALLER,
                ClientHeader.NONE,
                new Probe(Optional.of(EPOCH), items),
                Duration.ofSeconds(30),
                null,
                () -> true);
        for (int i = 0; i < OTHERS; i++) {
            index.add(made());
        }
        poll = made();
    }

    private HeldPoll made() {
        return new HeldPoll(ask, index, served, 0);
    }

    @Benchmark
    public HeldPoll make() {
        return made();
    }

    @Benchmark
    public Object compare() {
        return poll.differences(served);
    }

    @Benchmark
    public HeldPoll holdAndLeave() {
        HeldPoll entering = made();
        index.add(entering);
        entering.differences(served);
        index.remove(entering);
        return entering;
    }

    private record InMemory(Map<ConfigKey, Served.State> states) implements Served {

        @Override
        public Optional<Served.State> find(ConfigKey key, Caller caller) {
            return Optional.ofNullable(states.get(key));
        }

        @Override
        public Optional<Probe.Branch> find(ConfigKey.Prefix prefix, Caller caller) {
            return Optional.empty();
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }
    }

    private record Fixed(ConfigKey key, long md5High, long md5Low) implements Served.State {

        Fixed(ConfigKey key) {
            this(key, half(key, 0), half(key, Md5.HEX_LENGTH / 2));
        }

        private static long half(ConfigKey key, int from) {
            return Long.parseUnsignedLong(Md5.hex(key.dataId()), from, from + Md5.HEX_LENGTH / 2, 16);
        }

        @Override
        public Epoch epoch() {
            return EPOCH;
        }

        @Override
        public long version() {
            return 1;
        }

        @Override
        public ConfigType type() {
            return ConfigType.PROPERTIES;
        }

        @Override
        public int length() {
            return 0;
        }

        @Override
        public Optional<byte[]> content() {
            return Optional.empty();
        }
    }
}
