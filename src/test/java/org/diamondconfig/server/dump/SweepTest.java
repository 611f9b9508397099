/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Level with the database though nobody tells of anything; and never smaller because of another store. */
class SweepTest {

    private static final ConfigKey FOO = ConfigKey.of("group", "foo");
    private static final ConfigKey BAR = ConfigKey.of("group", "bar");

    @TempDir
    private Path data;

    private final FakeFeed feed = new FakeFeed();
    private DumpNode node;

    @BeforeEach
    void start() {
        feed.publish(FOO, "foo");
        node = new DumpNode(data, feed).started();
    }

    @Test
    void lostNotice_isHealedByTheDeltaWithinASecond() {
        feed.publish(FOO, "two");
        feed.publish(BAR, "bar");

        node.pass(Duration.ofSeconds(1));

        assertThat(node.read(FOO)).isEqualTo("2:two");
        assertThat(node.read(BAR)).isEqualTo("1:bar");
        assertThat(node.dump.status().healed()).isEqualTo(2);
    }

    @Test
    void levelRow_costsNoFetch() {
        long before = feed.fetched();

        node.pass(Duration.ofSeconds(10));

        assertThat(feed.fetched()).isEqualTo(before);
        assertThat(node.dump.status().age().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void rowThatTheDeltaMisses_isHealedByTheFullSweep() {
        feed.deltaBlind(true);
        feed.publish(FOO, "two");

        node.pass(Duration.ofSeconds(59));
        assertThat(node.read(FOO)).isEqualTo("1:foo");
        node.pass(Duration.ofSeconds(2));
        assertThat(node.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void changeWhileTheNodeWasAway_isServedWithTheFirstSweep_howeverLongAgo() {
        node.dump.stop();
        feed.deltaBlind(true);
        feed.publish(FOO, "two");

        DumpNode again = new DumpNode(data, feed).started();

        assertThat(again.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void changeWhileTheNodeWasAway_isServedToTheFirstWhoAsks() {
        node.dump.stop();
        feed.publish(FOO, "two");
        DumpNode again = new DumpNode(data, feed);

        again.dump.start();

        assertThat(again.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void startThatTheDatabaseFails_servesWhatThereWas_andTheFirstSweepGoesOn() {
        node.dump.stop();
        feed.publish(FOO, "two");
        DumpNode again = new DumpNode(data, feed);
        feed.duringPage(() -> {
            throw new IllegalStateException("a fault of the test");
        });

        again.dump.start();

        assertThat(again.read(FOO)).isEqualTo("1:foo");
        feed.duringPage(() -> {});
        again.scheduler.runDue();
        assertThat(again.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void startWithoutDatabase_servesWhatThereWas() {
        node.dump.stop();
        feed.publish(FOO, "two");
        feed.down(true);
        DumpNode again = new DumpNode(data, feed);

        again.dump.start();

        assertThat(again.read(FOO)).isEqualTo("1:foo");
    }

    @Test
    void startOverASlowDatabase_waitsNoLongerThanTwoSeconds_andTheFirstSweepGoesOn() {
        for (int i = 0; i < 1_000; i++) {
            feed.publish(ConfigKey.of("group", "before" + i), "old");
        }
        feed.publish(BAR, "one");
        node.pass(Duration.ofSeconds(1));
        node.dump.stop();
        feed.publish(BAR, "two");
        DumpNode again = new DumpNode(data, feed);
        feed.duringPage(() -> again.ticker.advance(Duration.ofSeconds(2)));

        again.dump.start();

        assertThat(again.read(BAR)).isEqualTo("1:one");
        again.scheduler.runDue();
        assertThat(again.read(BAR)).isEqualTo("2:two");
    }

    @Test
    void changeWhileTheDatabaseWasOutOfReach_isServedWithinASecondOfItsReturn_howeverLongAgo() {
        feed.down(true);
        node.pass(Duration.ofSeconds(40));
        feed.deltaBlind(true);
        feed.publish(FOO, "two");

        feed.down(false);
        node.pass(Duration.ofSeconds(1));

        assertThat(node.read(FOO)).isEqualTo("2:two");
    }

    @Test
    void rowChangedByHand_isAVersionOfItsOwnAfterADumpOfAll() {
        feed.write(FOO, 1, "by hand");
        node.pass(Duration.ofSeconds(120));
        assertThat(node.read(FOO)).isEqualTo("1:foo");
        node.events.clear();

        node.dump.dumpAll();
        node.scheduler.runDue();

        assertThat(node.read(FOO)).isEqualTo("2:by hand");
        assertThat(node.events).extracting(ConfigDumped::md5).containsExactly(Md5.hex("by hand"));
        assertThat(node.events).extracting(ConfigDumped::version).containsExactly(2L);
        assertThat(node.dump.status().healed()).isEqualTo(1);
    }

    @Test
    void dumpOfAll_thatFindsAnotherWalkUnderWay_comesAfterIt() {
        feed.deltaBlind(true);
        feed.write(FOO, 1, "by hand");
        feed.duringPage(() -> {
            feed.duringPage(() -> {});
            node.dump.dumpAll();
            node.scheduler.runDue();
        });

        node.pass(Duration.ofSeconds(62));

        assertThat(node.read(FOO)).isEqualTo("2:by hand");
    }

    @Test
    void dumpsOfAll_thatAreWishedForMeanwhile_areOne() {
        feed.deltaBlind(true);
        feed.duringPage(() -> {
            feed.duringPage(() -> {});
            for (int i = 0; i < 5; i++) {
                node.dump.dumpAll();
                node.scheduler.runDue();
            }
        });

        node.pass(Duration.ofSeconds(65));

        assertThat(node.value("diamond_sweep_rows", "all")).isEqualTo(1);
    }

    @Test
    void dumpOfAll_thatIsWishedForWhileOneIsUnderWay_isMadeAfterIt() {
        node.dump.dumpAll();
        feed.duringPage(() -> {
            feed.duringPage(() -> {});
            feed.write(FOO, 1, "by hand");
            node.dump.dumpAll();
        });

        node.pass(Duration.ofSeconds(1));

        assertThat(node.value("diamond_sweep_rows", "all")).isEqualTo(2);
        assertThat(node.read(FOO)).isEqualTo("2:by hand");
    }

    @Test
    void dumpOfAll_thatNoThreadIsGivenFor_isMadeAtTheNextWish() {
        feed.write(FOO, 1, "by hand");
        node.scheduler.refuse(true);
        node.dump.dumpAll();
        node.scheduler.refuse(false);

        node.dump.dumpAll();
        node.scheduler.runDue();

        assertThat(node.read(FOO)).isEqualTo("2:by hand");
    }

    @Test
    void contentChangedByHandWithoutItsMd5_isAVersionOfItsOwn() {
        feed.writeWithMd5(FOO, 1, "by hand", Md5.hex("foo"));

        node.dump.dumpAll();
        node.scheduler.runDue();
        node.dump.dumpAll();
        node.scheduler.runDue();

        assertThat(node.read(FOO)).isEqualTo("2:by hand");
    }

    @Test
    void rowChangedByHand_whenTheDatabaseTakesNoChange_isServedAsItIs() {
        feed.write(FOO, 1, "by hand");
        feed.readOnly(true);

        node.dump.dumpAll();
        node.scheduler.runDue();

        assertThat(node.read(FOO)).isEqualTo("1:by hand");
    }

    @Test
    void eachSweep_tellsItsLagAndWhatItLookedAtAndHealed() {
        node.dump.dumpAll();
        node.scheduler.runDue();
        feed.publish(FOO, "two");
        node.pass(Duration.ofSeconds(59));

        assertThat(node.value("diamond_sweep_lag_seconds", "delta")).isLessThanOrEqualTo(1);
        assertThat(node.value("diamond_sweep_lag_seconds", "all")).isBetween(59.0, 60.0);
        assertThat(node.value("diamond_sweep_healed", "delta")).isEqualTo(1);
        assertThat(node.value("diamond_sweep_rows", "all")).isEqualTo(1);
        assertThat(node.value("diamond_sweep_rows", "full")).isPositive();
        assertThat(node.value("diamond_sweep_healed", "all")).isZero();
    }

    @Test
    void storeOfAHigherGenerationThatIsEmpty_isFollowed() {
        feed.clear();
        feed.become(new Epoch(2, "00000000000000cc"));

        node.pass(Duration.ofSeconds(120));

        assertThat(node.read(FOO)).isEqualTo("absent:0");
        assertThat(node.dump.status().degraded()).isEmpty();
    }

    @Test
    void rowWithAWrongMd5_isServedWithTheRightOneAndNotFetchedForEver() {
        Config row = feed.write(BAR, 1, "bar");
        node.table.take(
                new Config(row.key(), row.epoch(), 1, Md5.hex("other"), row.type(), row.content(), row.details()));
        long before = feed.fetched();

        node.pass(Duration.ofSeconds(180));

        assertThat(((Lookup.Found) node.table.find(BAR)).entry().md5()).isEqualTo(Md5.hex("bar"));
        assertThat(feed.fetched()).isEqualTo(before);
    }

    @Test
    void deletedRow_isAbsentAfterTheFullSweep() {
        feed.publish(BAR, "bar");
        node.pass(Duration.ofSeconds(1));
        feed.delete(FOO);

        node.pass(Duration.ofSeconds(60));

        assertThat(node.read(FOO)).isEqualTo("absent:0");
        assertThat(node.read(BAR)).isEqualTo("1:bar");
    }

    @Test
    void emptyStore_neverShrinksTheDump() {
        feed.clear();

        node.pass(Duration.ofSeconds(120));

        assertThat(node.read(FOO)).isEqualTo("1:foo");
        assertThat(node.dump.status().degraded().orElseThrow()).contains("STORE_CHANGED");
    }

    @Test
    void anotherStore_isNeverTakenFrom() {
        feed.become(new Epoch(1, "00000000000000cc"));
        feed.publish(FOO, "other");
        feed.publish(BAR, "other");

        node.pass(Duration.ofSeconds(120));

        assertThat(node.read(FOO)).isEqualTo("1:foo");
        assertThat(node.read(BAR)).isEqualTo("absent:0");
        assertThat(node.dump.status().degraded().orElseThrow()).contains("STORE_CHANGED");

        feed.clear();
        feed.become(FakeFeed.FIRST);
        feed.write(FOO, 2, "ours again");
        node.pass(Duration.ofSeconds(61));
        assertThat(node.read(FOO)).isEqualTo("2:ours again");
        assertThat(node.dump.status().degraded()).isEmpty();
    }

    @Test
    void rowsThatAreNoConfigurations_areReported_untilTheyAreGone() {
        feed.strays(2);
        node.pass(Duration.ofSeconds(60));
        assertThat(node.dump.status().degraded())
                .hasValueSatisfying(finding -> assertThat(finding).startsWith("2 rows of config_info"));

        feed.strays(0);
        node.pass(Duration.ofSeconds(60));
        assertThat(node.dump.status().degraded()).isEmpty();
    }

    @Test
    void storeThatWentBack_isReportedAndTheDumpDoesNotFollow() {
        feed.publish(FOO, "two");
        node.pass(Duration.ofSeconds(1));
        feed.write(FOO, 1, "foo");

        node.pass(Duration.ofSeconds(60));

        assertThat(node.read(FOO)).isEqualTo("2:two");
        assertThat(node.dump.status().degraded().orElseThrow()).contains("1 keys", "/api/v1/ops/adopt?store=");
        assertThat(feed.wentBack()).isTrue();

        feed.become(new Epoch(2, FakeFeed.FIRST.storeId()));
        node.pass(Duration.ofSeconds(60));

        assertThat(node.read(FOO)).isEqualTo("1:foo");
        assertThat(node.dump.status().degraded()).isEmpty();
        assertThat(feed.wentBack()).isFalse();
    }

    @Test
    void databaseDown_readsGoOnAndItHealsWithinASecond() {
        feed.down(true);
        node.pass(Duration.ofSeconds(300));
        assertThat(node.read(FOO)).isEqualTo("1:foo");
        assertThat(node.dump.status().age().orElseThrow()).isGreaterThan(Duration.ofSeconds(299));

        feed.publish(FOO, "two");
        feed.down(false);
        node.pass(Duration.ofSeconds(1));
        assertThat(node.read(FOO)).isEqualTo("2:two");
    }
}
