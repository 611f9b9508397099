/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.FaultySource;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a refusal until it stands in the trail: at once, in a flood, and while the database is away. */
class AuditQueueTest extends AuditKit {

    private static final Entry WISH = Entry.of(AuditNode.ANN, "publish", Entry.Target.of(ConfigKey.of("G", "foo")));
    private static final Forbidden FORBIDDEN = new Forbidden("FORBIDDEN", "You may not.");
    private static final String LINE = "user:ann publish public/G/foo 0>0 FORBIDDEN";

    private final FaultySource faults = new FaultySource();
    private Path file;

    @Override
    TestStore store(Path dataFolder) {
        return TestStore.of(Map.of("diamond.data", dataFolder.toString()), faults::around);
    }

    @BeforeEach
    void begin() {
        node.audit.start();
        file = folder.resolve("node/audit-pending.jsonl");
    }

    private void second() {
        node.pass(Duration.ofSeconds(1));
    }

    private void minute() {
        node.pass(Duration.ofMinutes(1));
    }

    private void refuse(String address) {
        Caller caller = new Caller("user:ann", address, "", "");
        node.queue.refused(Entry.of(caller, "publish", WISH.target()), FORBIDDEN);
    }

    /** The commit that follows breaks off, and the database is away until it is looked for again. */
    private void takeDatabaseAway(FaultySource.Moment moment) {
        faults.failCommit(moment, "08006", 90067);
    }

    private void bringDatabaseBack() {
        store.scheduler().advance(Duration.ofSeconds(1));
        assertThat(store.database().state().sentence()).isEmpty();
    }

    private double counted(String name) {
        CounterSnapshot counter =
                (CounterSnapshot) node.metrics.scrape(name::equals).get(0);
        return counter.getDataPoints().get(0).getValue();
    }

    @Test
    void refusal_isInTheTrail_aSecondLater() {
        node.queue.refused(WISH, FORBIDDEN);
        assertThat(TestAudit.lines(store)).isEmpty();

        second();

        assertThat(TestAudit.lines(store)).containsExactly(LINE);
        assertThat(file).doesNotExist();
        node.sealer.turn();
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void rightThatIsNotGranted_isToldWhereAKeyWasNamed_andNotWhereItIsLeftOut() {
        Access closed = new Access() {
            @Override
            protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
                return false;
            }
        };
        ConfigKey foo = ConfigKey.of("G", "foo");
        closed.tellRefusalsTo(node.queue);

        assertThat(closed.allows(AuditNode.ANN, Action.REMOVE, foo)).isFalse();
        assertThat(closed.admits(AuditNode.ANN, Action.READ, foo)).isFalse();
        assertThatThrownBy(() -> closed.check(AuditNode.ANN, Action.PUBLISH, foo))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> closed.checkNamespace(AuditNode.ANN, Action.ADMINISTER, "dev"))
                .isInstanceOf(Forbidden.class);
        second();

        assertThat(TestAudit.lines(store))
                .containsExactlyInAnyOrder(
                        "user:ann read public/G/foo 0>0 FORBIDDEN", LINE, "user:ann administer dev// 0>0 FORBIDDEN");
    }

    @Test
    void serverThatCannotDoIt_isNoRefusal() {
        node.queue.refused(WISH, new Unavailable("STORE_DOWN", "Not now.", 1));
        second();

        assertThat(TestAudit.lines(store)).isEmpty();
    }

    @Test
    void flood_isOneEntryAtOnce_andOneForTheRestOfItsMinute() {
        for (int i = 0; i < 1_000; i++) {
            node.queue.refused(WISH, FORBIDDEN);
        }
        second();
        assertThat(TestAudit.lines(store)).containsExactly(LINE);

        minute();
        assertThat(TestAudit.lines(store)).containsExactlyInAnyOrder(LINE, LINE + " x999");
        assertThat(counted("diamond_audit_refusals")).isEqualTo(1_000);
        assertThat(counted("diamond_audit_refusals_coalesced")).isEqualTo(999);

        node.queue.refused(WISH, FORBIDDEN);
        second();
        assertThat(TestAudit.lines(store)).as("a new minute").hasSize(3);
    }

    @Test
    void floodFromEverywhere_isCounted_andFillsNeitherMemoryNorTrail() {
        for (int i = 0; i < AuditQueue.KINDS + 500; i++) {
            refuse("10.0." + i / 250 + "." + i % 250);
        }
        minute();
        second();

        assertThat(TestAudit.lines(store))
                .hasSize(AuditQueue.KINDS + 2)
                .contains("* publish public// 0>0 FORBIDDEN", "* publish public// 0>0 FORBIDDEN x499");
    }

    @Test
    void refusalsWhileTheDatabaseIsAway_waitInAFileOfTheOwnersOnly_andArriveWithTheirTime() throws IOException {
        takeDatabaseAway(FaultySource.Moment.BEFORE_COMMIT);
        refuse("10.0.0.1");
        second();
        refuse("10.0.0.2");
        second();
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String earlier = Instant.now().minus(Duration.ofHours(1)).toString();
        Files.writeString(file, Files.readString(file).replaceFirst("\"at\":\"[^\"]+\"", "\"at\":\"" + earlier + "\""));

        bringDatabaseBack();
        second();

        assertThat(file).doesNotExist();
        List<Entry.Written> written = TestAudit.written(store);
        assertThat(written).extracting(each -> each.entry().who().address()).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(written.get(1).atMicros() - written.get(0).atMicros()).isBetween(3_500_000_000L, 3_700_000_000L);
        node.sealer.turn();
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void refusalWhoseWriteWaitsForTheDatabase_isAsOldAsItIs() {
        ManualTicker waited = new ManualTicker();
        InstantSource clock = () -> Instant.now().plusNanos(waited.nanos());
        AuditQueue queue = new AuditQueue(
                new AuditQueue.Outlets(store.database(), node.entries, node.file, node.scheduler),
                node.ticker,
                clock,
                new PrometheusRegistry());
        faults.before("select id from audit_entry", () -> waited.advance(Duration.ofHours(1)));
        long halfAnHourAgo = Instant.now().minus(Duration.ofMinutes(30)).toEpochMilli() * 1_000;

        queue.refused(WISH, FORBIDDEN);
        queue.write();

        assertThat(TestAudit.written(store))
                .singleElement()
                .satisfies(written -> assertThat(written.atMicros()).isLessThan(halfAnHourAgo));
    }

    @Test
    void entryWhoseCommitBrokeOff_isInTheTrailOnce() {
        takeDatabaseAway(FaultySource.Moment.AFTER_COMMIT);
        node.queue.refused(WISH, FORBIDDEN);
        second();
        assertThat(file).exists();

        bringDatabaseBack();
        second();

        assertThat(file).doesNotExist();
        assertThat(TestAudit.lines(store)).containsExactly(LINE);
    }

    @Test
    void tornLine_isPassedOver_andWhatFollowsIsNot() throws IOException {
        takeDatabaseAway(FaultySource.Moment.BEFORE_COMMIT);
        refuse("10.0.0.1");
        second();
        Files.write(file, new byte[] {'{', '"', (byte) 0xc3}, StandardOpenOption.APPEND);
        refuse("10.0.0.2");
        second();

        bringDatabaseBack();
        second();

        assertThat(TestAudit.lines(store)).hasSize(2);
        assertThat(file).doesNotExist();
        assertThat(counted("diamond_audit_dropped")).isEqualTo(1);
    }

    @Test
    void fileThatIsFull_takesNoMore_andSaysHowManyWereLost() throws IOException {
        PendingFile small = new PendingFile(folder.resolve("small.jsonl"), 1_000);
        List<AuditQueue.Waiting> ten = LongStream.range(0, 10)
                .mapToObj(id -> new AuditQueue.Waiting(id, WISH, Instant.EPOCH))
                .toList();

        int lost = small.append(ten);

        assertThat(lost).isBetween(1, 9);
        assertThat(Files.readAllLines(folder.resolve("small.jsonl"))).hasSize(10 - lost);
        assertThat(small.append(ten)).isEqualTo(10);
    }

    @Test
    void stop_writesWhatWaits_andWhatWasCounted() {
        node.queue.refused(WISH, FORBIDDEN);
        node.queue.refused(WISH, FORBIDDEN);
        node.queue.refused(WISH, FORBIDDEN);

        node.audit.stop();

        assertThat(TestAudit.lines(store)).containsExactlyInAnyOrder(LINE, LINE + " x2");
        assertThat(node.seals.unsealed()).isEmpty();
    }
}
