/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.client.internal.Helds.KEY;
import static org.diamondconfig.client.internal.ScriptedTransport.busy;
import static org.diamondconfig.client.internal.ScriptedTransport.changes;
import static org.diamondconfig.client.internal.ScriptedTransport.content;
import static org.diamondconfig.client.internal.ScriptedTransport.draining;
import static org.diamondconfig.client.internal.ScriptedTransport.dropped;
import static org.diamondconfig.client.internal.ScriptedTransport.status;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls made by the test's own hand, against servers as it wrote them, on time that it moves. */
class PollerTest {

    private static final URI A = URI.create("http://a:1");
    private static final URI B = URI.create("http://b:1");
    private static final ConfigKey OTHER = ConfigKey.of("DEFAULT_GROUP", "other.txt");

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();
    private final ScriptedTransport servers = new ScriptedTransport();
    private Engine<Held> engine;
    private Poller<Held> poller;
    private Cell<Held> cell;

    @BeforeEach
    void open() {
        start(List.of(A));
    }

    private void start(List<URI> known) {
        engine = new Engine<>(
                Tunings.of(home, known),
                servers,
                timing,
                "id=1",
                held -> Optional.of(held).filter(Held::present));
        poller = engine.reads().poller(0);
        cell = add(KEY);
    }

    private Cell<Held> add(ConfigKey key) {
        Cell<Held> made = new Cell<>(
                key,
                engine.snapshots(),
                engine.failover(),
                held -> Optional.of(held).filter(Held::present),
                new Receipt(key, timing::nanos));
        made.open();
        poller.add(made);
        return made;
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static WatchAnswer.Change change(Held held) {
        return held.present()
                ? new WatchAnswer.Change(
                        held.key(), held.version(), held.md5(), held.type(), Optional.of(held.content()))
                : WatchAnswer.Change.absent(held.key(), held.version());
    }

    private static ScriptedTransport.Turn told(Held... helds) {
        WatchAnswer.Change[] changes = new WatchAnswer.Change[helds.length];
        for (int i = 0; i < helds.length; i++) {
            changes[i] = change(helds[i]);
        }
        return changes(helds[0].epoch().orElseThrow(), changes);
    }

    private Held shown() {
        return cell.shown();
    }

    @Test
    void probeNamesVersionMd5AndType() throws InterruptedException {
        servers.then(A, told(Helds.held(3, "c")), changes(Helds.STORE));

        poller.once();
        poller.once();

        Transport.Call second = servers.calls().get(1);
        assertThat(second.uri().getQuery()).isEqualTo("wait=30s");
        assertThat(WatchCodec.decodeProbe(second.body()).items()).containsExactly(cell.item());
        assertThat(cell.item().version()).hasValue(3);
        assertThat(cell.item().type()).contains(ConfigType.TEXT);
    }

    @Test
    void unknownKeyIsNotWaitedFor_andAbsentIfNotInTheAnswer() throws InterruptedException {
        servers.then(A, changes(Helds.STORE));

        poller.once();

        assertThat(servers.calls().get(0).uri().getQuery()).isEqualTo("wait=0s");
        assertThat(shown().present()).isFalse();
    }

    @Test
    void dropped_movesToTheNextServerAtOnce() throws InterruptedException {
        start(List.of(A, B));
        servers.whoever(dropped(), told(Helds.held(1, "x")));

        poller.once();
        poller.once();

        assertThat(servers.hosts()).containsExactlyInAnyOrder("a", "b");
        assertThat(timing.pauses()).isEmpty();
        assertThat(shown().content()).isEqualTo("x");
    }

    @Test
    void busyServer_isAskedAgainNotBeforeItsTime() throws InterruptedException {
        servers.then(A, busy(429, 5), told(Helds.held(1, "x")));

        poller.once();
        poller.once();

        assertThat(timing.pauses()).hasSize(1);
        assertThat(timing.pauses().get(0)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(shown().content()).isEqualTo("x");
    }

    @Test
    void drainingServer_isLeftWithoutAPauseAndWithoutAMark() throws InterruptedException {
        start(List.of(A, B));
        servers.whoever(draining(), told(Helds.held(1, "x")));

        poller.once();
        poller.once();

        assertThat(timing.pauses()).isEmpty();
        assertThat(shown().content()).isEqualTo("x");
    }

    @Test
    void answersThatCannotBeRead_areAskedForMoreAndMoreRarely() throws InterruptedException {
        servers.then(A, status(200, Map.of(), "<html>Welcome to the hotel</html>"));

        for (int i = 0; i < 12; i++) {
            poller.once();
        }

        assertThat(timing.pauses().get(timing.pauses().size() - 1)).isGreaterThan(Duration.ofSeconds(10));
        assertThat(engine.health().state()).isEqualTo(Health.State.CONNECTING);
    }

    @Test
    void redirect_isAFailure() throws InterruptedException {
        servers.then(A, status(302, Map.of("location", "http://evil/"), ""));

        poller.once();

        assertThat(engine.health().lastError()).contains("302");
        assertThat(servers.hosts()).containsExactly("a");
    }

    @Test
    void contentThatIsNotItsMd5_isFetchedAgain() throws InterruptedException {
        Held held = Helds.held(4, "right");
        WatchAnswer.Change damaged = new WatchAnswer.Change(KEY, 4, held.md5(), ConfigType.TEXT, Optional.of("wrong"));
        servers.then(A, changes(Helds.STORE, damaged), content(held));

        poller.once();

        assertThat(shown().content()).isEqualTo("right");
        assertThat(servers.calls().get(1).uri().getQuery()).endsWith("&minVersion=4");
    }

    @Test
    void otherStoreOfTheSameGeneration_isIgnoredAndTold() throws InterruptedException {
        servers.then(
                A,
                told(Helds.held(3, "ours")),
                told(Helds.held(Helds.OTHER_STORE, 9, "theirs")),
                told(Helds.held(4, "ours again")));

        poller.once();
        poller.once();

        assertThat(shown().content()).isEqualTo("ours");
        assertThat(engine.health().lastError()).startsWith("STORE_CHANGED");
        assertThat(engine.health().state()).isEqualTo(Health.State.INTERRUPTED);
        poller.once();
        assertThat(timing.pauses()).isNotEmpty();
        assertThat(shown().content()).isEqualTo("ours again");
        assertThat(engine.health().lastError()).doesNotStartWith("STORE_CHANGED");
    }

    @Test
    void higherGeneration_mayGoBackOnce() throws InterruptedException {
        servers.then(
                A,
                told(Helds.held(9, "old")),
                told(Helds.held(Helds.NEXT_GENERATION, 2, "restored")),
                told(Helds.held(Helds.NEXT_GENERATION, 1, "older")),
                told(Helds.held(Helds.STORE, 10, "of the old store")));

        poller.once();
        poller.once();
        assertThat(shown().content()).isEqualTo("restored");
        poller.once();
        poller.once();

        assertThat(shown().content()).isEqualTo("restored");
    }

    @Test
    void serverThatLagsOnOneKey_isNotAskedInAHotLoop_thoughAnotherKeyMoves() throws InterruptedException {
        Cell<Held> other = add(OTHER);
        Held moving = new Held(
                OTHER, Optional.of(Helds.STORE), 2, Helds.held(1, "m").md5(), ConfigType.TEXT, "m", Held.Origin.SERVER);
        servers.then(A, told(Helds.held(5, "new")), told(Helds.held(4, "old"), moving));

        poller.once();
        assertThat(timing.pauses()).isEmpty();
        poller.once();

        assertThat(shown().content()).isEqualTo("new");
        assertThat(other.shown().content()).isEqualTo("m");
        assertThat(timing.pauses()).containsExactly(Duration.ofMillis(300));
    }

    @Test
    void keyThatWasNotAskedFor_isIgnored() throws InterruptedException {
        Held foreign = new Held(
                OTHER, Optional.of(Helds.STORE), 2, Helds.held(1, "m").md5(), ConfigType.TEXT, "m", Held.Origin.SERVER);
        servers.then(A, told(Helds.held(1, "x"), foreign));

        poller.once();

        assertThat(shown().content()).isEqualTo("x");
        assertThat(engine.keys()).isEmpty();
        assertThat(engine.snapshots().read(OTHER)).isEmpty();
    }

    @Test
    void absurdVersions_areIgnored() throws InterruptedException {
        servers.then(A, told(Helds.held(1, "x")));
        poller.once();
        for (String version : List.of("-1", "9223372036854775807", "9007199254740992", "1.5", "\"2\"")) {
            String answer = "{\"epoch\":\"" + Helds.STORE + "\",\"changes\":[{\"group\":\"" + KEY.group()
                    + "\",\"dataId\":\"" + KEY.dataId() + "\",\"state\":\"absent\",\"version\":" + version + "}]}";
            servers.then(A, status(200, Map.of(), answer));
            poller.once();
            poller.once();
            assertThat(shown().content()).as(version).isEqualTo("x");
            assertThat(engine.health().lastError()).as(version).contains("version");
        }
    }

    @Test
    void contentThatIsTooLarge_isPassedOver_andKeepsNoOtherKeyWaiting() throws InterruptedException {
        Cell<Held> other = add(OTHER);
        servers.then(
                A,
                changes(Helds.STORE, change(Helds.held(1, "x")), small(1, "one")),
                changes(Helds.STORE, withoutContent(Helds.held(2, "large")), small(2, "two")),
                tooLarge(),
                changes(Helds.STORE),
                told(Helds.held(3, "y")));

        poller.once();
        poller.once();

        assertThat(shown().content()).isEqualTo("x");
        assertThat(other.shown().content()).isEqualTo("two");
        assertThat(engine.health().lastError()).isEmpty();
        assertThat(timing.pauses()).isEmpty();
        poller.once();
        Probe probe = WatchCodec.decodeProbe(servers.calls().get(3).body());
        assertThat(probe.items().get(0).version())
                .as("it is not told of it again")
                .hasValue(2);
        assertThat(probe.reports())
                .filteredOn(report -> report.key().equals(KEY))
                .singleElement()
                .satisfies(report -> assertThat(report.reason()).contains("more than 10 bytes"));
        poller.once();
        assertThat(shown().content()).isEqualTo("y");
        assertThat(cell.item().version()).hasValue(3);
    }

    @Test
    void firstContentThatIsTooLarge_isNotAskedForAgainAndAgain() throws InterruptedException {
        servers.then(A, changes(Helds.STORE, withoutContent(Helds.held(2, "large"))), tooLarge(), changes(Helds.STORE));

        poller.once();
        poller.once();

        assertThat(shown()).isNull();
        assertThat(servers.calls().get(2).uri().getQuery()).isEqualTo("wait=30s");
    }

    private static ScriptedTransport.Turn tooLarge() {
        return call -> {
            throw new Transport.TooLarge(10);
        };
    }

    private static WatchAnswer.Change withoutContent(Held held) {
        return new WatchAnswer.Change(held.key(), held.version(), held.md5(), held.type(), Optional.empty());
    }

    private static WatchAnswer.Change small(long version, String content) {
        return new WatchAnswer.Change(OTHER, version, Md5.hex(content), ConfigType.TEXT, Optional.of(content));
    }

    @Test
    void failureInAListenersExecutor_endsNoPoller() throws InterruptedException {
        servers.then(A, told(Helds.held(1, "x")), told(Helds.held(2, "y")));
        cell.add(new Lane<>(cell::shown, held -> {}, task -> {
            throw new IllegalStateException("an executor of the test");
        }));

        poller.once();
        poller.once();

        assertThat(shown().content()).isEqualTo("y");
    }

    @Test
    void interrupt_endsThePollerWithItsFlag() throws InterruptedException {
        servers.then(A, call -> {
            throw new InterruptedException();
        });
        boolean[] flag = new boolean[1];
        Thread thread = new Thread(() -> {
            poller.run();
            flag[0] = Thread.currentThread().isInterrupted();
        });

        thread.start();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(flag[0]).isTrue();
    }
}
