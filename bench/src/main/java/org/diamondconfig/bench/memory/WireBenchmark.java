/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.ProbeCodec;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A poll on the wire, there and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WireBenchmark {

    private static final Epoch EPOCH = new Epoch(1, "0123456789abcdef");

    @Param({"20", "200"})
    private int keys;

    private Probe probe;
    private byte[] probeJson;
    private String probeLines;
    private WatchAnswer answer;

    /** Makes a probe of so many keys, and an answer that one of them changed. */
    @Setup
    public void make() {
        List<Probe.Item> items = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            ConfigKey key = ConfigKey.of("application-" + i % 7, "settings/component-" + i + ".properties");
            items.add(new Probe.Item(key, OptionalLong.of(i), Md5.hex("content " + i)));
        }
        probe = new Probe(Optional.of(EPOCH), items);
        probeJson = WatchCodec.encodeProbe(probe);
        probeLines = ProbeCodec.encodeLines(probe);
        String content = "0123456789abcde\n".repeat(64);
        answer = new WatchAnswer(
                EPOCH,
                List.of(new WatchAnswer.Change(
                        items.get(0).key(), 7, Md5.hex(content), ConfigType.PROPERTIES, Optional.of(content))));
    }

    @Benchmark
    public byte[] encodeProbe() {
        return WatchCodec.encodeProbe(probe);
    }

    @Benchmark
    public Probe decodeProbe() {
        return WatchCodec.decodeProbe(probeJson);
    }

    @Benchmark
    public Probe decodeProbeLines() {
        return ProbeCodec.decodeLines(probeLines);
    }

    @Benchmark
    public byte[] encodeAnswer() {
        return WatchCodec.encodeAnswer(answer);
    }
}
