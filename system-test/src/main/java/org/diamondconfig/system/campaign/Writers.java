/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Published;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** What the threads of a worker do: one write or one read by chance, recorded. Thread-safe. */
final class Writers {

    private static final int PRECONDITION_FAILED = 412;
    private static final int LONGEST = 5_000;
    private static final int DATUMS = 20;

    private final String process;
    private final DiamondClient client;
    private final Recorder recorder;
    private final List<URI> servers;
    private final RawReads raw;
    private final AtomicLong written = new AtomicLong();

    /** What a refused conditional write was told, so that the next has a chance. */
    private final Map<ConfigKey, Long> known = new ConcurrentHashMap<>();

    Writers(String process, DiamondClient client, Recorder recorder, List<URI> servers) {
        this.process = process;
        this.client = client;
        this.recorder = recorder;
        this.servers = servers;
        raw = new RawReads(recorder);
    }

    /** A write of any profile. */
    void write(Random random) {
        Traffic profile = Traffic.any(random);
        ConfigKey key = profile.key(random);
        if (profile == Traffic.DATUMS) {
            writeDatum(key, "d" + random.nextInt(DATUMS), profile.write(random));
            return;
        }
        switch (profile.write(random)) {
            case PUBLISH -> publish(key, content(random), Operation.ANY_VERSION);
            case PUBLISH_IF -> publish(key, content(random), profile == Traffic.CHURN ? 0 : expected(key));
            default -> remove(Traffic.nameOf(key), () -> client.remove(key));
        }
    }

    private void writeDatum(ConfigKey key, String datumId, Kind kind) {
        if (kind == Kind.REMOVE) {
            remove(Traffic.nameOf(key, datumId), () -> client.removeDatum(key, datumId));
            return;
        }
        String content = id();
        Act act = new Act(Kind.PUBLISH, Traffic.nameOf(key, datumId), Md5.hex(content), Operation.ANY_VERSION);
        Recorder.Begun begun = recorder.begin(process, act);
        try {
            long version = client.publishDatum(key, datumId, content).datumVersion();
            begun.end(Outcome.OK, version, act.value(), Level.CLIENT);
        } catch (DiamondException unknown) {
            begun.end(Outcome.UNKNOWN, 0, Operation.ABSENT, Level.CLIENT);
        }
    }

    /** Of all values ever written, in all lives, no two are the same. */
    private String id() {
        return process + " " + System.nanoTime() + " " + written.incrementAndGet();
    }

    private String content(Random random) {
        String id = id() + "\n";
        return id + "\u00e4\u20ac".repeat(random.nextInt(LONGEST / 5)) + "\n" + id;
    }

    private long expected(ConfigKey key) {
        long seen = 0;
        try {
            seen = client.get(key).map(Config::version).orElse(0L);
        } catch (DiamondException nothingKnownYet) {
            // Then 0 is as good a guess.
        }
        return Math.max(seen, known.getOrDefault(key, 0L));
    }

    private void publish(ConfigKey key, String content, long expected) {
        Kind kind = expected == Operation.ANY_VERSION ? Kind.PUBLISH : Kind.PUBLISH_IF;
        Act act = new Act(kind, Traffic.nameOf(key), Md5.hex(content), expected);
        Recorder.Begun begun = recorder.begin(process, act);
        try {
            Published published =
                    kind == Kind.PUBLISH ? client.publish(key, content) : client.publishIf(key, content, expected);
            begun.end(Outcome.OK, published.version(), published.md5(), Level.CLIENT);
        } catch (DiamondException e) {
            if (e.currentVersion() > 0) {
                known.merge(key, e.currentVersion(), Math::max);
            }
            begun.end(outcome(e, expected), 0, Operation.ABSENT, Level.CLIENT);
        }
    }

    /**
     * A version that is gone never comes back, so this refusal holds also of what an earlier try, unanswered, may have left on
     * its way to another server. Of no other refusal is that so: the key may be absent again when it arrives.
     */
    private static Outcome outcome(DiamondException refusal, long expected) {
        return refusal.status() == PRECONDITION_FAILED && expected > 0 ? Outcome.FAILED : Outcome.UNKNOWN;
    }

    private void remove(String name, BooleanSupplier removal) {
        Act act = new Act(Kind.REMOVE, name, Operation.ABSENT, Operation.ANY_VERSION);
        Recorder.Begun begun = recorder.begin(process, act);
        boolean removed = false;
        try {
            removed = removal.getAsBoolean();
        } catch (DiamondException unknown) {
            // Neither here nor when there was nothing to remove is it said that none of the tries will.
        }
        begun.end(removed ? Outcome.OK : Outcome.UNKNOWN, 0, Operation.ABSENT, Level.CLIENT);
    }

    /** A read at any level. */
    void read(Random random) throws InterruptedException {
        ConfigKey key = Traffic.any(random).key(random);
        int server = random.nextInt(servers.size());
        switch (random.nextInt(4)) {
            case 0 -> raw.read(process + "@n" + server, servers.get(server), key, Level.DUMP);
            case 1 -> raw.read(process + "@database", servers.get(server), key, Level.DATABASE);
            default -> get(key);
        }
    }

    /** Reads every key through the client; answers how many were known. */
    int getAll() {
        return (int) Traffic.allKeys().stream().filter(this::get).count();
    }

    /** Reads every key of a server's dump; answers how many answers there were. */
    int dumpAll(String name, URI server) throws InterruptedException {
        int answers = 0;
        for (ConfigKey key : Traffic.allKeys()) {
            answers += raw.read(process + "@n" + name, server, key, Level.DUMP) ? 1 : 0;
        }
        return answers;
    }

    private boolean get(ConfigKey key) {
        Act act = new Act(Kind.GET, Traffic.nameOf(key), Operation.ABSENT, Operation.ANY_VERSION);
        Recorder.Begun begun = recorder.begin(process, act);
        try {
            Optional<Config> config = client.get(key);
            begun.end(
                    Outcome.OK,
                    config.map(Config::version).orElse(0L),
                    config.map(Ears::md5).orElse(Operation.ABSENT),
                    Level.CLIENT);
            return true;
        } catch (DiamondException e) {
            begun.end(Outcome.FAILED, 0, Operation.ABSENT, Level.CLIENT);
            return false;
        }
    }
}
