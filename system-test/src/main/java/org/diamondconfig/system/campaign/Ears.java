/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** All listeners of a client, good and bad, which write down each call. Thread-safe. */
final class Ears {

    /** How a listener behaves. */
    private enum Manner {
        SOUND,
        THROWING,
        SLOW
    }

    private static final Duration SLOW = Duration.ofSeconds(2);

    private final Recorder recorder;
    private final List<Ear> ears = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Ears(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Listens to keys of each profile; to the hot ones with bad manners, too. */
    void listen(DiamondClient client, String name, int life) {
        for (Traffic profile : Traffic.values()) {
            for (Manner manner : Manner.values()) {
                if (manner == Manner.SOUND || profile == Traffic.HOT) {
                    profile.listenedKeys().forEach(key -> add(client, new Ear(name, life, key, manner)));
                }
            }
        }
    }

    private void add(DiamondClient client, Ear ear) {
        ears.add(ear);
        recorder.begin(ear.name, ear.act(Kind.LISTEN)).end(Outcome.OK, 0, Operation.ABSENT, Level.CLIENT);
        client.listen(ear.key, ear::hear);
    }

    /** One listener; what it heard last is guarded by the ears. */
    private final class Ear {

        private final String name;
        private final ConfigKey key;
        private final Manner manner;
        private long last = -1;

        Ear(String client, int life, ConfigKey key, Manner manner) {
            this.key = key;
            this.manner = manner;
            name = client + "/" + manner.name().toLowerCase(Locale.ROOT) + "-" + Traffic.nameOf(key) + "-" + life;
        }

        Act act(Kind kind) {
            return new Act(kind, Traffic.nameOf(key), Operation.ABSENT, Operation.ANY_VERSION);
        }

        void hear(Config config) {
            boolean throwing = manner == Manner.THROWING;
            recorder.begin(name, act(Kind.CALL))
                    .end(throwing ? Outcome.FAILED : Outcome.OK, config.version(), md5(config), Level.CLIENT);
            synchronized (Ears.this) {
                last = config.version();
                Ears.this.notifyAll();
            }
            if (throwing) {
                throw new IllegalStateException("this listener always throws");
            }
            if (manner == Manner.SLOW) {
                await(closed, SLOW);
            }
        }
    }

    /** Of the content itself, whatever the client says of it; of an absent key none. */
    static String md5(Config config) {
        return config.present() ? Md5.hex(config.content()) : Operation.ABSENT;
    }

    private static void await(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until every listener was told the final version of its key, notes that all is quiet, and tells which were not.
     *
     * @param finals the version by key, by its name; a key that is not there never existed
     */
    synchronized List<String> settle(Map<String, Long> finals, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (!deaf(finals).isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        for (Ear ear : ears) {
            long version = finals.getOrDefault(Traffic.nameOf(ear.key), 0L);
            recorder.begin(ear.name, ear.act(Kind.QUIET)).end(Outcome.OK, version, Operation.ABSENT, Level.CLIENT);
        }
        return deaf(finals);
    }

    private List<String> deaf(Map<String, Long> finals) {
        return ears.stream()
                .filter(ear -> ear.last != finals.getOrDefault(Traffic.nameOf(ear.key), 0L))
                .map(ear -> ear.name)
                .toList();
    }

    /** Wakes those that sleep. */
    void close() {
        closed.countDown();
    }
}
