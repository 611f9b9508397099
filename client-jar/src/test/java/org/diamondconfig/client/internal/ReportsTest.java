/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.client.internal.ScriptedTransport.changes;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe.Report;
import org.diamondconfig.wire.Probe.Report.State;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What polls say of what became of earlier changes. */
class ReportsTest {

    private static final URI A = URI.create("http://a:1");
    private static final URI B = URI.create("http://b:1");
    private static final ConfigKey KEY = Helds.held(1, "").key();

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();
    private final ScriptedTransport servers = new ScriptedTransport();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private Engine<Held> engine;
    private Poller<Held> poller;
    private Cell<Held> cell;

    @BeforeEach
    void open() {
        engine = new Engine<>(Tunings.of(home, List.of(A)), servers, timing, "id=1", Optional::of);
        poller = engine.reads().poller(0);
        cell = new Cell<>(KEY, engine.snapshots(), engine.failover(), Optional::of, new Receipt(KEY, timing::nanos));
        cell.open();
        poller.add(cell);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void listen(Executor executor, Consumer<Held> listener) {
        cell.add(Engine.lane(cell, listener, "com.acme.Prices", executor));
    }

    private static ScriptedTransport.Turn told(long version, String content) {
        Held held = Helds.held(version, content);
        return changes(
                Helds.STORE,
                new WatchAnswer.Change(held.key(), version, held.md5(), held.type(), Optional.of(content)));
    }

    /** What the last poll said. */
    private List<Report> said() {
        byte[] last = servers.calls().get(servers.calls().size() - 1).body();
        return WatchCodec.decodeProbe(last).reports();
    }

    private void poll(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            poller.once();
        }
    }

    @Test
    void valueWithoutListeners_isApplied_andSaidOnce() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));

        poll(2);
        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.version()).isEqualTo(3);
            assertThat(report.state()).isEqualTo(State.APPLIED);
        });

        poll(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void listenerThatReturns_isAppliedWithTheNextPoll() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        listen(Runnable::run, held -> timing.advance(Duration.ofMillis(7)));

        poll(2);

        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.state()).isEqualTo(State.APPLIED);
            assertThat(report.millis()).isEqualTo(7);
            assertThat(report.agoMillis()).isGreaterThanOrEqualTo(7);
        });
    }

    @Test
    void whatFollowed_isSaidOnce_ofTheValueThatItFollowed() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE), changes(Helds.STORE), told(4, "d"), changes(Helds.STORE));
        poll(2);
        cell.receipt().followed(2, "old");
        poll(1);
        assertThat(said()).isEmpty();

        cell.receipt().followed(3, "script ended, status 0");
        poll(1);
        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.version()).isEqualTo(3);
            assertThat(report.followed()).isEqualTo("script ended, status 0");
        });

        cell.receipt().followed(3, "too late");
        poll(1);
        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.version()).isEqualTo(4);
            assertThat(report.followed()).isEmpty();
        });
        poll(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void counters_areSaidWithEachPoll_andABrokenOneCostsNone() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        engine.counting(() -> Map.of("readers", 2L));
        poll(1);
        assertThat(counted()).isEqualTo(Map.of("readers", 2L));

        engine.counting(() -> {
            throw new IllegalStateException("nothing to count");
        });
        poll(1);
        assertThat(counted()).isEmpty();
    }

    private Map<String, Long> counted() {
        byte[] last = servers.calls().get(servers.calls().size() - 1).body();
        return WatchCodec.decodeProbe(last).counters();
    }

    @Test
    void listenerThatThrows_isFailed_byItsNameAndReason() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        listen(Runnable::run, held -> {
            throw new IllegalStateException("no number");
        });
        listen(Runnable::run, held -> {});

        poll(2);

        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.state()).isEqualTo(State.FAILED);
            assertThat(report.listener()).isEqualTo("com.acme.Prices");
            assertThat(report.reason()).isEqualTo("java.lang.IllegalStateException: no number");
        });
    }

    @Test
    void listenerWhoseFailureCannotEvenBeTold_isFailed_byTheNameOfIt() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        listen(Runnable::run, held -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1;

                @Override
                public String toString() {
                    throw new IllegalStateException("at this, too");
                }
            };
        });

        poll(2);

        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.state()).isEqualTo(State.FAILED);
            assertThat(report.reason()).startsWith(ReportsTest.class.getName());
        });
    }

    @Test
    void versionThatTellsNothingNew_isSaidToBeWhatTheValueIs() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE), told(4, "c"), changes(Helds.STORE));

        poll(4);

        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.version()).isEqualTo(4);
            assertThat(report.state()).isEqualTo(State.APPLIED);
        });
    }

    @Test
    void slowListener_isReceived_untilItReturns() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        listen(later::add, held -> {});

        poll(2);
        assertThat(said()).extracting(Report::state).containsExactly(State.RECEIVED);
        poll(1);
        assertThat(said()).isEmpty();

        later.remove().run();
        poll(1);
        assertThat(said()).extracting(Report::state).containsExactly(State.APPLIED);
    }

    @Test
    void listenerThatGoes_isWaitedForNoMore() throws InterruptedException {
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        Lane<Held> lane = Engine.lane(cell, held -> {}, "slow", later::add);
        cell.add(lane);
        poll(2);

        cell.remove(lane);
        poll(1);

        assertThat(said()).extracting(Report::state).containsExactly(State.APPLIED);
    }

    @Test
    void failoverFile_keepsTheValueReceived() throws Exception {
        Path file = home.resolve("failover/public").resolve(KEY.group()).resolve(KEY.dataId());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "mine");
        cell.check(true);
        cell.check(true);
        servers.then(A, told(3, "c"), changes(Helds.STORE));
        listen(Runnable::run, held -> {});

        poll(2);
        assertThat(said()).singleElement().satisfies(report -> {
            assertThat(report.state()).isEqualTo(State.RECEIVED);
            assertThat(report.reason()).contains("failover");
        });

        Files.delete(file);
        cell.check(true);
        cell.check(true);
        poll(1);
        assertThat(said()).extracting(Report::state).containsExactly(State.APPLIED);
    }

    @Test
    void pollThatFails_hasSaidNothing() throws InterruptedException {
        servers.then(A, told(3, "c"), ScriptedTransport.dropped(), changes(Helds.STORE));

        poll(3);

        assertThat(said()).hasSize(1);
    }

    @Test
    void anotherServer_isToldAgain() {
        Receipt receipt = new Receipt(KEY, timing::nanos);
        receipt.received(3, List.of(), "");
        receipt.said(A, receipt.due(A).orElseThrow());

        assertThat(receipt.due(A)).isEmpty();
        assertThat(receipt.due(B)).isPresent();
    }
}
