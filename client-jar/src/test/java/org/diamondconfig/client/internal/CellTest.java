/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.client.internal.Helds.KEY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.WatchAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellTest {

    @TempDir
    Path home;

    private final List<String> heard = new ArrayList<>();
    private SnapshotDir snapshots;
    private FailoverDir failover;
    private Cell<String> cell;

    @BeforeEach
    void open() {
        snapshots = new SnapshotDir(home.resolve("snapshot"));
        failover = new FailoverDir(home.resolve("failover"), 1000);
        cell = opened();
    }

    private Cell<String> opened() {
        Cell<String> made = new Cell<>(
                KEY,
                snapshots,
                failover,
                held -> Optional.of(held.content()).filter(c -> held.present()),
                new Receipt(KEY, () -> 0));
        made.open();
        Lane<Held> lane =
                new Lane<>(made::shown, held -> heard.add(held.origin() + ":" + held.content()), Runnable::run);
        made.add(lane);
        lane.signal();
        return made;
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(cell.view()).isNull();
        assertThat(heard).isEmpty();
    }

    @Test
    void olderVersionNeverReplacesANewerOne() {
        cell.offer(Helds.held(5, "five"));

        assertThat(cell.offer(Helds.held(4, "four"))).isFalse();
        assertThat(cell.offer(Helds.gone(4))).isFalse();
        assertThat(cell.offer(Helds.held(6, "six"))).isTrue();
        assertThat(heard).containsExactly("SERVER:five", "SERVER:six");
    }

    @Test
    void sameValueAgainIsToldOnce() {
        cell.offer(Helds.held(5, "five"));
        cell.offer(Helds.held(5, "five"));

        assertThat(heard).containsExactly("SERVER:five");
    }

    @Test
    void higherGenerationMayGoBackOnce() {
        cell.offer(Helds.held(5, "five"));

        assertThat(cell.offer(Helds.held(Helds.NEXT_GENERATION, 1, "restored"))).isTrue();
        assertThat(cell.offer(Helds.held(6, "six of the old store"))).isFalse();
        assertThat(cell.view()).contains("restored");
    }

    @Test
    void versionThatWasPassedOver_isForgottenWithItsStore() {
        cell.offer(Helds.held(5, "five"));
        Held large = Helds.held(10, "large");
        cell.passOver(
                Helds.STORE, new WatchAnswer.Change(KEY, 10, large.md5(), large.type(), Optional.empty()), "too large");
        assertThat(cell.item().version()).hasValue(10);
        cell.offer(Helds.held(5, "five"));
        assertThat(cell.item().version()).as("the same store").hasValue(10);

        cell.offer(Helds.held(Helds.NEXT_GENERATION, 7, "restored"));

        assertThat(cell.item().version()).hasValue(7);
        assertThat(cell.item().md5()).isEqualTo(Helds.held(7, "restored").md5());
    }

    @Test
    void otherStoreOfTheSameGenerationIsRefused() {
        cell.offer(Helds.held(5, "five"));

        assertThat(cell.offer(Helds.held(Helds.OTHER_STORE, 9, "other"))).isFalse();
    }

    @Test
    void tombstoneIsRememberedOverARestart() {
        cell.offer(Helds.held(5, "five"));
        cell.offer(Helds.gone(6));
        Cell<String> restarted = opened();

        assertThat(restarted.offer(Helds.held(5, "five"))).isFalse();
        restarted.settle();
        assertThat(restarted.view()).isEmpty();
    }

    @Test
    void snapshotIsPersistedBeforeListenersAreCalled() {
        List<Long> onDisk = new ArrayList<>();
        Lane<Held> lane = new Lane<>(
                cell::shown,
                held -> onDisk.add(snapshots.read(KEY).orElseThrow().version()),
                Runnable::run);
        cell.add(lane);

        cell.offer(Helds.held(5, "five"));

        assertThat(onDisk).containsExactly(5L);
    }

    @Test
    void snapshotIsShownOnlyOnceServersAreGivenUp() throws IOException {
        snapshots.write(Helds.held(5, "five"));
        Cell<String> restarted = opened();
        assertThat(restarted.view()).isNull();

        restarted.settle();

        assertThat(restarted.view()).contains("five");
        assertThat(restarted.shown().origin()).isEqualTo(Origin.SNAPSHOT);
        assertThat(heard).containsExactly("SNAPSHOT:five");
    }

    @Test
    void serverConfirmingTheSnapshotTellsNobodyAgain() throws IOException {
        snapshots.write(Helds.held(5, "five"));
        Cell<String> restarted = opened();
        restarted.settle();

        restarted.offer(Helds.held(5, "five"));

        assertThat(restarted.shown().origin()).isEqualTo(Origin.SERVER);
        assertThat(heard).containsExactly("SNAPSHOT:five");
    }

    @Test
    void diskThatRefusesDoesNotKeepTheValueBack() throws IOException {
        Files.writeString(home.resolve("snapshot"), "a file where the folder should be");

        cell.offer(Helds.held(5, "five"));

        assertThat(cell.view()).contains("five");
    }

    @Test
    void failoverFileBeatsTheServerUntilItIsGone() throws IOException {
        cell.offer(Helds.held(5, "five"));
        Path file = failover.file(KEY);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "person");
        cell.check(true);
        assertThat(cell.view()).as("looked once, may be half-written").contains("five");

        cell.check(true);
        cell.offer(Helds.held(6, "six"));
        assertThat(cell.view()).contains("person");

        Files.delete(file);
        cell.check(true);
        cell.check(true);
        assertThat(heard).containsExactly("SERVER:five", "FAILOVER:person", "SERVER:six");
    }

    @Test
    void failoverFileIsThereAtTheStart() throws IOException {
        Path file = failover.file(KEY);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "person");

        assertThat(opened().view()).contains("person");
    }
}
