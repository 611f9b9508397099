/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.provider.Checks.Undialled;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who checks providers, and which states it changes, over every database. A subclass names one. */
abstract class CheckContract {

    private static final ConfigKey FOO = ConfigKey.of("G", "foo");
    private static final Caller ANN = new Caller("ann", "10.0.0.1", "", "shop");
    private static final String A = "10.0.0.1:80";
    private static final String B = "10.0.0.2:80";

    @TempDir
    Path folder;

    private TestStore store;
    private TestStore other;
    private ProviderStore providers;
    private CheckNode one;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        other = store.another().started();
        providers =
                new ProviderStore(store.database(), new RequestStore(), TestAudit.store(store), TestAudit.queue(store));
        Stream.of(A, B).forEach(datumId -> datum(FOO, datumId));
        one = CheckNode.started("one", store);
        one.checks.turnOn(ANN, FOO);
    }

    @AfterEach
    void stop() {
        other.close();
        store.close();
    }

    private void datum(ConfigKey key, String datumId) {
        store.sql("insert into config_info_aggr (id, namespace_id, group_id, data_id, datum_id, version, content, md5,"
                + " bytes, app_name, changed_by, client_address, changed_at) values ("
                + store.database().newId() + ", '', '" + key.group() + "', '" + key.dataId() + "', '" + datumId
                + "', 1, 'x', '', 1, '', '', '', NOW(6))");
    }

    private void publishedAgain(String datumId) {
        store.sql("update config_info_aggr set version = version + 1 where datum_id = '" + datumId + "'");
    }

    private void set(String datumId, ProviderState state) {
        providers.set(new StateChange(ANN, FOO, datumId, state, "why", Optional.empty()));
    }

    private String stateOf(String datumId) {
        return providers.standings(FOO).stream()
                .filter(standing -> standing.datumId().equals(datumId))
                .findFirst()
                .map(standing -> standing.state().word() + " " + standing.version() + " by " + standing.by())
                .orElse("up");
    }

    private void leasesEnd() {
        assertThat(store.sql("update config_provider_check set leased_until = TIMESTAMPADD(SECOND, -1, NOW(6))"))
                .isPositive();
    }

    private String checkingNode() {
        return one.checks.report(FOO).check().orElseThrow().node();
    }

    @Test
    void up_isDownAfterThreeFailuresInARow_andUpAfterOneSuccess() {
        one.alive.add(B);

        one.turns(2);
        assertThat(stateOf(A)).isEqualTo("up");
        one.turn();
        assertThat(stateOf(A)).isEqualTo("down 1 by system:check");
        one.turns(5);
        assertThat(stateOf(A)).as("it stays what it is").isEqualTo("down 1 by system:check");
        one.alive.add(A);
        one.turn();

        assertThat(stateOf(A)).isEqualTo("up 2 by system:check");
        assertThat(stateOf(B)).isEqualTo("up");
    }

    @Test
    void failures_areCountedFromZeroAfterASuccess() {
        one.turns(2);
        one.alive.addAll(List.of(A, B));
        one.turn();
        one.alive.clear();

        one.turns(2);
        assertThat(stateOf(A)).isEqualTo("up");
        one.turn();
        assertThat(stateOf(A)).isEqualTo("down 1 by system:check");
    }

    @Test
    void history_tellsThatItWasACheck_ofWhichNode_andWhy() {
        one.turns(3);

        Provider.Revision change =
                providers.revisions(FOO, A, Long.MAX_VALUE, 10).get(0);
        assertThat(change.standing().by()).isEqualTo("system:check");
        assertThat(change.address()).isEqualTo("one");
        assertThat(change.comment()).isEqualTo("it took no connection, 3 times in a row");
    }

    @Test
    void offline_isNeitherDialledNorChanged() {
        set(A, ProviderState.OFFLINE);
        one.alive.add(A);

        one.turns(4);

        assertThat(stateOf(A)).isEqualTo("offline 1 by ann");
        assertThat(one.dialled).containsOnly(List.of(B));
    }

    @Test
    void offline_setDuringTheDial_wins_overEitherVerdict() {
        one.turns(2);
        one.duringDial = () -> set(A, ProviderState.OFFLINE);
        one.turn();
        assertThat(stateOf(A)).isEqualTo("offline 1 by ann");
        assertThat(stateOf(B)).isEqualTo("down 1 by system:check");

        one.alive.add(B);
        one.duringDial = () -> set(B, ProviderState.OFFLINE);
        one.turn();
        assertThat(stateOf(B)).isEqualTo("offline 2 by ann");
    }

    @Test
    void state_setByAPersonBetweenTheChecks_isJudgedAnew() {
        one.turns(2);
        set(A, ProviderState.DOWN);
        set(A, ProviderState.UP);

        one.turns(2);
        assertThat(stateOf(A)).isEqualTo("up 2 by ann");
        one.turn();
        assertThat(stateOf(A)).isEqualTo("down 3 by system:check");
    }

    @Test
    void datum_publishedAgainDuringTheDial_isJudgedAnew() {
        one.turns(2);
        one.duringDial = () -> publishedAgain(A);
        one.turn();
        assertThat(stateOf(A)).isEqualTo("up");
        assertThat(stateOf(B)).isEqualTo("down 1 by system:check");

        one.turns(2);
        assertThat(stateOf(A)).as("counted from 0").isEqualTo("up");
        one.turn();
        assertThat(stateOf(A)).isEqualTo("down 1 by system:check");
    }

    @Test
    void oneOfTwoNodesChecks_andTheOtherTakesOverWhenTheLeaseHasEnded() {
        CheckNode two = CheckNode.started("two", other);
        one.turn();
        two.turn();
        one.turn();
        assertThat(checkingNode()).isEqualTo("one");
        assertThat(two.dialled).isEmpty();

        leasesEnd();
        two.turn();
        one.turns(5);
        two.turn();

        assertThat(checkingNode()).isEqualTo("two");
        assertThat(two.dialled).hasSize(2);
        assertThat(one.dialled).as("none after the lease was gone").hasSize(2);
        assertThat(stateOf(A)).as("two failures at each of them").isEqualTo("up");
    }

    @Test
    void keys_areEachTakenByOneNode_whenAllTakeAtOnce() {
        CheckNode idle = new CheckNode("idle", store, "10.0.0.0/8");
        IntStream.range(0, 120).forEach(number -> {
            ConfigKey key = ConfigKey.of("G", "k" + number);
            datum(key, "10.1.0." + number + ":80");
            idle.checks.turnOn(ANN, key);
        });
        CheckNode two = CheckNode.started("two", other);

        Stream.of(one, two)
                .map(node -> CompletableFuture.runAsync(() -> node.turns(2)))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(one.dialled).filteredOn(two.dialled::contains).isEmpty();
        assertThat(Stream.of(one, two).flatMap(node -> node.dialled.stream()).distinct())
                .hasSize(121);
    }

    @Test
    void nodeThatLostItsLeaseDuringTheDial_changesNothing() {
        CheckNode two = CheckNode.started("two", other);
        one.turns(2);
        one.duringDial = () -> {
            leasesEnd();
            two.turn();
        };

        one.turn();

        assertThat(stateOf(A)).isEqualTo("up");
        assertThat(checkingNode()).isEqualTo("two");
    }

    @Test
    void leaseThatEndedDuringTheDial_andThatNobodyTook_countsNoMore() {
        one.turns(2);
        one.duringDial = this::leasesEnd;

        one.turn();

        assertThat(stateOf(A)).isEqualTo("up");
    }

    @Test
    void anotherRunOfTheSameNode_isAnotherOwner() {
        one.turn();
        CheckNode copy = CheckNode.started("one", other);

        copy.turns(2);

        assertThat(copy.dialled).isEmpty();
    }

    @Test
    void gracefulStop_givesTheKeysBackAtOnce() {
        CheckNode two = CheckNode.started("two", other);
        one.turn();

        one.checks.stop();
        assertThat(checkingNode()).isEmpty();
        two.turn();

        assertThat(checkingNode()).isEqualTo("two");
        one.turn();
        assertThat(one.dialled).hasSize(1);
    }

    @Test
    void stopDuringTheDial_changesNothing() {
        one.turns(2);
        one.duringDial = one.checks::stop;

        one.turn();

        assertThat(stateOf(A)).isEqualTo("up");
    }

    @Test
    void turnedOffDuringTheDial_changesNothing_andNobodyChecksAnyMore() {
        one.turns(2);
        one.duringDial = () -> one.checks.turnOff(ANN, FOO);

        one.turns(2);

        assertThat(stateOf(A)).isEqualTo("up");
        assertThat(one.dialled).hasSize(3);
        assertThat(one.checks.report(FOO).check()).isEmpty();
        assertThatThrownBy(() -> one.checks.turnOff(ANN, FOO))
                .isInstanceOfSatisfying(
                        NotFound.class, refusal -> assertThat(refusal.code()).isEqualTo("CHECK_NOT_FOUND"));
    }

    @Test
    void on_isOnOnce() {
        one.checks.turnOn(new Caller("ben", "", "", ""), FOO);

        assertThat(one.checks.report(FOO).check().orElseThrow().by()).isEqualTo("ann");
    }

    @Test
    void keyWithoutCheck_isLeftAlone() {
        ConfigKey bar = ConfigKey.of("G", "bar");
        datum(bar, "10.0.0.9:80");

        one.turns(4);

        assertThat(providers.standings(bar)).isEmpty();
        assertThat(one.dialled).containsOnly(List.of(A, B));
    }

    @Test
    void providerOutsideOfTheNetworks_isNeverDialled_andReported() {
        Stream.of("192.168.0.1:80", "169.254.169.254:80", "db.example:80", "[::1]:80")
                .forEach(datumId -> datum(FOO, datumId));
        one.alive.addAll(Set.of(A, B));

        one.turns(4);

        Checks.Report report = one.checks.report(FOO);
        String outside = "its address is outside of the networks that this node may dial";
        assertThat(one.dialled).hasSize(4).containsOnly(List.of(A, B));
        assertThat(providers.standings(FOO)).isEmpty();
        assertThat(report.providers()).isEqualTo(6);
        assertThat(report.dialled()).isEqualTo(2);
        assertThat(report.undialled())
                .containsExactly(
                        new Undialled("169.254.169.254:80", outside),
                        new Undialled("192.168.0.1:80", outside),
                        new Undialled("[::1]:80", outside),
                        new Undialled("db.example:80", "its datumId is not an IP address and a port"));
    }

    @Test
    void nodeWithoutNetworks_takesNoLease_andTurnsNothingOn() {
        CheckNode none = new CheckNode("none", other, "");
        none.start();
        none.turns(3);

        assertThat(checkingNode()).isEmpty();
        assertThat(none.dialled).isEmpty();
        assertThatThrownBy(() -> none.checks.turnOn(ANN, FOO))
                .isInstanceOfSatisfying(
                        Conflict.class, refusal -> assertThat(refusal.code()).isEqualTo("CHECKS_DISABLED"));
        none.checks.stop();
    }

    @Test
    void machineThatCannotDial_judgesNobody_andGoesOnWhenItCan() {
        one.able = false;
        one.turns(4);
        assertThat(stateOf(A)).isEqualTo("up");

        one.able = true;
        one.turns(3);
        assertThat(stateOf(A)).isEqualTo("down 1 by system:check");
    }

    @Test
    void addressOfWhichNothingIsFoundOut_isNotJudged() {
        one.unknown.add(A);

        one.turns(4);

        assertThat(stateOf(A)).isEqualTo("up");
        assertThat(stateOf(B)).isEqualTo("down 1 by system:check");
    }

    @Test
    void providerThatIsGone_isForgotten() {
        one.turns(2);
        store.sql("delete from config_info_aggr where datum_id = '" + A + "'");
        one.turn();
        datum(FOO, A);

        one.turns(2);

        assertThat(stateOf(A)).as("it was away for a while").isEqualTo("up");
    }
}
