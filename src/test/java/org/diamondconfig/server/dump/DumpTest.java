/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dump serves, and in which order it makes it known. */
class DumpTest {

    private static final ConfigKey FOO = ConfigKey.of("group", "foo");
    private static final ConfigKey BAR = ConfigKey.of("group", "bar");
    private static final Epoch RAISED = new Epoch(2, "00000000000000bb");

    @TempDir
    private Path data;

    private final FakeFeed feed = new FakeFeed();

    private DumpNode node() {
        return new DumpNode(data, feed);
    }

    @Test
    void firstLoad_unknownKeyIsLoadingUntilEverythingWasTaken() {
        feed.down(true);
        DumpNode node = node().started();
        assertThat(node.read(FOO)).isEqualTo("loading");

        feed.down(false);
        node.pass(Duration.ofSeconds(1));
        assertThat(node.read(FOO)).isEqualTo("absent:0");
    }

    @Test
    void change_isServedWhenThePublisherIsAnswered() {
        DumpNode node = node().started();

        node.publish(FOO, "one");

        assertThat(node.read(FOO)).isEqualTo("1:one");
        assertThat(node.events)
                .containsExactly(new ConfigDumped(FOO, FakeFeed.FIRST, 1, Md5.hex("one"), ConfigType.YAML));
    }

    @Test
    void changeToldWithItsContent_isServedWithoutAskingTheDatabase() {
        DumpNode node = node().started();
        Config row = feed.publish(FOO, "one");
        feed.down(true);

        node.tellWhole(row);

        assertThat(node.read(FOO)).isEqualTo("1:one");
    }

    @Test
    void changeToldWithItsContent_butLate_doesNotReplaceANewerOne() {
        DumpNode node = node().started();
        Config first = feed.publish(FOO, "one");
        node.publish(FOO, "two");

        node.tellWhole(first);

        assertThat(node.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void removal_isAVersionAndANewLifeAHigherOne() {
        DumpNode node = node().started();
        node.publish(FOO, "one");

        node.tell(feed.remove(FOO));
        assertThat(node.read(FOO)).isEqualTo("absent:2");

        node.publish(FOO, "three");
        assertThat(node.read(FOO)).isEqualTo("3:three");
        assertThat(node.events).extracting(ConfigDumped::md5).containsExactly(Md5.hex("one"), "", Md5.hex("three"));
    }

    @Test
    void lateAndRepeatedNotices_changeNothing() {
        DumpNode node = node().started();
        Config first = node.publish(FOO, "one");
        Config second = node.publish(FOO, "two");
        node.events.clear();

        node.tell(first);
        node.tell(second);
        node.table.take(first);

        assertThat(node.read(FOO)).isEqualTo("2:two");
        assertThat(node.events).isEmpty();
    }

    @Test
    void event_isFiredWhenAReadCanSeeItAndBeforeTheOldFileGoes() {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        node.pass(Duration.ofSeconds(1));
        node.dumped.observedBy(event -> assertThat(node.read(FOO)).isEqualTo("2:two"));
        node.dumped.observedBy(event -> assertThat(files()).contains("foo@1", "foo@2"));

        node.publish(FOO, "two");
        assertThat(node.events).hasSize(2);
        assertThat(files()).contains("foo@1");

        node.pass(Duration.ofSeconds(1));
        assertThat(files()).contains("foo@2").doesNotContain("foo@1");
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(data)) {
            return all.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void restartWithTheDatabaseDown_servesWhatThereWas() {
        DumpNode before = node().started();
        before.publish(FOO, "one");
        before.tell(feed.publish(BAR, "bar"));
        before.tell(feed.remove(BAR));
        before.dump.stop();
        feed.down(true);

        DumpNode after = node().started();

        assertThat(after.read(FOO)).isEqualTo("1:one");
        assertThat(after.read(BAR)).isEqualTo("absent:2");
        assertThat(after.read(ConfigKey.of("group", "never"))).isEqualTo("absent:0");
        assertThat(after.dump.status().age()).isEmpty();
        assertThat(after.dump.status().entries()).isEqualTo(1);
        assertThat(after.dump.status().bytes()).isEqualTo(3);
    }

    @Test
    void missedChange_isReadFromTheDatabaseUntilItIsDumped() {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        Config second = feed.publish(FOO, "two");
        feed.down(true);

        node.tell(second);
        assertThat(node.read(FOO)).isEqualTo("1:one");

        feed.down(false);
        assertThat(node.read(FOO)).isEqualTo("2:two");
        assertThat(node.dump.isBehind(FOO)).isFalse();
    }

    @Test
    void changeThatAnErrorKeepsFromBeingDumped_isReadFromTheDatabase_andItsPublisherIsAnswered() {
        DumpNode node = node().started();
        feed.duringFind(() -> {
            throw new NoClassDefFoundError("as when no file can be opened");
        });

        assertThatCode(() -> node.publish(FOO, "one")).doesNotThrowAnyException();

        feed.duringFind(() -> {});
        assertThat(node.read(FOO)).isEqualTo("1:one");
        assertThat(node.dump.isBehind(FOO)).isFalse();
    }

    @Test
    void damagedFile_isFetchedAgain() throws IOException {
        DumpNode before = node().started();
        before.publish(FOO, "one");
        before.dump.stop();
        damage("foo@1");
        DumpNode after = node().started();

        feed.down(true);
        assertThat(after.read(FOO)).isEqualTo("loading");
        feed.down(false);
        assertThat(after.read(FOO)).isEqualTo("1:one");
        assertThat(after.events).extracting(ConfigDumped::version).containsExactly(1L);
    }

    @Test
    void damagedFileThatNobodyReadsAgain_isHealedByTheSweep_whichTellsWhoCouldNotReadIt() throws IOException {
        DumpNode before = node().started();
        before.publish(FOO, "one");
        before.dump.stop();
        damage("foo@1");
        feed.down(true);
        DumpNode after = node().started();
        assertThat(after.read(FOO)).isEqualTo("loading");

        feed.down(false);
        after.pass(Duration.ofSeconds(2));

        Lookup.Found found = (Lookup.Found) after.dump.find(FOO, Caller.SYSTEM);
        assertThat(found.entry().content()).hasValue("one".getBytes(StandardCharsets.UTF_8));
        assertThat(after.events).extracting(ConfigDumped::version).containsExactly(1L);
    }

    private void damage(String name) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            Files.writeString(
                    all.filter(path -> path.endsWith(name)).findFirst().orElseThrow(), "bad");
        }
    }

    @Test
    void higherGeneration_mayGoBackOnce() {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        node.publish(FOO, "two");
        node.publish(BAR, "bar");
        feed.clear();
        feed.become(RAISED);
        feed.write(FOO, 1, "restored");

        node.pass(Duration.ofSeconds(2));

        assertThat(node.read(FOO)).isEqualTo("1:restored");
        assertThat(node.read(BAR)).isEqualTo("absent:0");
        assertThat(node.dump.epoch()).contains(RAISED);
        assertThat(node.dump.status().complete()).isTrue();

        feed.become(FakeFeed.FIRST);
        feed.write(FOO, 9, "from before");
        node.pass(Duration.ofSeconds(70));
        assertThat(node.read(FOO)).isEqualTo("1:restored");
    }

    @Test
    void awaitVersion_returnsAsSoonAsItIsDumped() throws Exception {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        ExecutorService waiter = Executors.newSingleThreadExecutor();
        try {
            Future<Lookup> answer =
                    waiter.submit(() -> node.dump.awaitVersion(FOO, Caller.SYSTEM, 2, Duration.ofMinutes(1)));
            node.publish(FOO, "two");

            assertThat(((Lookup.Found) answer.get(60, TimeUnit.SECONDS)).entry().version())
                    .isEqualTo(2);
        } finally {
            waiter.shutdownNow();
        }
    }

    @Test
    void awaitVersion_asksTheDatabaseWhenTheNoticeWasLost() {
        DumpNode node = node().started();
        feed.publish(FOO, "one");

        Lookup lookup = node.dump.awaitVersion(FOO, Caller.SYSTEM, 1, Duration.ofMinutes(1));

        assertThat(((Lookup.Found) lookup).entry().version()).isEqualTo(1);
        assertThat(node.dump.awaitVersion(FOO, Caller.SYSTEM, 9, Duration.ZERO)).isEqualTo(lookup);
    }

    @Test
    void awaitVersion_ofOneWhoGivesUp_keepsNobodyElseWaiting() throws Exception {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        CountDownLatch asked = new CountDownLatch(1);
        feed.duringFind(asked::countDown);
        ExecutorService patient = Executors.newSingleThreadExecutor();
        try {
            Future<Lookup> answer =
                    patient.submit(() -> node.dump.awaitVersion(FOO, Caller.SYSTEM, 2, Duration.ofMinutes(1)));
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            node.dump.awaitVersion(FOO, Caller.SYSTEM, 3, Duration.ofMillis(50));
            node.tellWhole(feed.publish(FOO, "two"));

            assertThat(((Lookup.Found) answer.get(60, TimeUnit.SECONDS)).entry().version())
                    .isEqualTo(2);
        } finally {
            patient.shutdownNow();
        }
    }

    @Test
    void awaitVersion_ofMoreThanMayWait_isAnsweredAtOnce() throws Exception {
        DumpNode node = node().started();
        node.publish(FOO, "one");
        CountDownLatch asked = new CountDownLatch(Dump.MOST_WAITING);
        feed.duringFind(asked::countDown);
        ExecutorService waiters = Executors.newFixedThreadPool(Dump.MOST_WAITING + 1);
        try {
            for (int i = 0; i < Dump.MOST_WAITING; i++) {
                waiters.submit(() -> node.dump.awaitVersion(FOO, Caller.SYSTEM, 2, Duration.ofMinutes(1)));
            }
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            Future<Lookup> further =
                    waiters.submit(() -> node.dump.awaitVersion(FOO, Caller.SYSTEM, 2, Duration.ofMinutes(1)));

            assertThat(((Lookup.Found) further.get(60, TimeUnit.SECONDS))
                            .entry()
                            .version())
                    .isEqualTo(1);
        } finally {
            waiters.shutdownNow();
        }
    }

    @Test
    void readersBesideAWriter_seeWholeValuesAndNeverGoBack() throws Exception {
        DumpNode node = node().started();
        node.publish(FOO, "1".repeat(100_000));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> reads = Stream.generate(() -> readers.submit(() -> readUntil(node, done)))
                    .limit(3)
                    .toList();
            for (int version = 2; version <= 200; version++) {
                node.publish(FOO, Integer.toString(version % 10).repeat(100_000));
                node.table.flush();
            }
            done.set(true);
            for (Future<Long> read : reads) {
                assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(200);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private static long readUntil(DumpNode node, AtomicBoolean done) {
        long last = 0;
        boolean again = true;
        while (again) {
            again = !done.get();
            if (node.dump.read(FOO, Caller.SYSTEM) instanceof Lookup.Found found) {
                byte[] content = found.entry().content().orElseThrow();
                assertThat(found.entry().version()).isGreaterThanOrEqualTo(last);
                assertThat(Md5.hex(content)).isEqualTo(found.entry().md5());
                last = found.entry().version();
            }
        }
        return last;
    }
}
