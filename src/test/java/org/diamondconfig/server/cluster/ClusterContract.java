/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes over one database: who is a member, who no longer is, and who never becomes one. */
abstract class ClusterContract {

    @TempDir
    Path folder;

    private TestStore store;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void open() {
        store = store(folder.resolve("store")).started();
        assertThat(store.database().state().sentence()).isEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ClusterNode node(String host) {
        return ClusterNode.at(host, store.database(), folder.resolve(host)).started();
    }

    /** As if this node had been silent for so long. */
    private void silence(String host, Duration age) {
        assertThat(store.sql("update cluster_instance set heartbeat_at = TIMESTAMPADD(SECOND, -" + age.toSeconds()
                        + ", NOW(6)) where address like 'http://" + host + ":%'"))
                .isEqualTo(1);
    }

    @Test
    void nodes_findEachOther() {
        ClusterNode a = node("a");
        ClusterNode b = node("b");
        ClusterNode c = node("c");
        a.beat();
        b.beat();

        assertThat(a.others()).containsExactly("b", "c");
        assertThat(b.others()).containsExactly("a", "c");
        assertThat(c.handedOut()).containsExactly("a", "b", "c");
        assertThat(a.cluster.addresses().get(0)).hasToString("http://a:8080/diamond-server");
        assertThat(c.cluster.standing().joined()).isTrue();
    }

    @Test
    void nodes_shareOneSigningKey_whoeverMadeIt() {
        ClusterNode a = node("a");
        ClusterNode b = node("b");

        assertThat(a.cluster.signingKey().orElseThrow())
                .hasSize(32)
                .isEqualTo(b.cluster.signingKey().orElseThrow());
    }

    @Test
    void nodeThatLeaves_isOffTheListAtTheNextHeartbeat() {
        ClusterNode a = node("a");
        ClusterNode b = node("b");
        a.beat();

        b.cluster.stop();
        a.beat();

        assertThat(a.others()).isEmpty();
        assertThat(a.cluster.members()).isEmpty();
    }

    @Test
    void nodeThatDies_isOffTheListOnceItsSilenceIsLongerThanTheExpiry() {
        ClusterNode a = node("a");
        node("b");
        a.beat();
        a.pass(Duration.ofSeconds(20));

        silence("b", Duration.ofSeconds(15));
        a.beat();
        assertThat(a.others()).containsExactly("b");

        silence("b", Duration.ofSeconds(21));
        a.beat();
        assertThat(a.others()).isEmpty();
        assertThat(a.handedOut()).containsExactly("a");
        assertThat(a.cluster.members())
                .singleElement()
                .extracting(Member::state)
                .isEqualTo(Member.State.GONE);
    }

    @Test
    void nodeThatWasFrozen_isBackAtItsNextHeartbeat() {
        ClusterNode a = node("a");
        ClusterNode b = node("b");
        a.pass(Duration.ofSeconds(25));
        silence("b", Duration.ofSeconds(60));
        a.beat();
        assertThat(a.others()).isEmpty();

        b.beat();
        a.beat();

        assertThat(a.others()).containsExactly("b");
    }

    @Test
    void rowOfANodeLongDead_isPurged() {
        ClusterNode a = node("a");
        node("b");
        silence("b", Duration.ofHours(2));

        a.beat();
        a.beat();

        assertThat(a.cluster.members()).isEmpty();
    }

    @Test
    void nodeThatIsLoading_isAPeerButNotHandedOut() {
        ClusterNode a = node("a");
        ClusterNode b = ClusterNode.at("b", store.database(), folder.resolve("b"));
        b.complete = false;
        b.started();

        a.beat();

        assertThat(a.others()).containsExactly("b");
        assertThat(a.handedOut()).containsExactly("a");
        assertThat(b.handedOut()).containsExactly("a", "b");
    }

    @Test
    void nodeThatDrains_isAPeerButNotHandedOut_unlessAllDo() {
        ClusterNode a = node("a");
        ClusterNode b = ClusterNode.at("b", store.database(), folder.resolve("b"));
        b.draining = true;
        b.started();
        a.beat();
        b.beat();

        assertThat(a.others()).containsExactly("b");
        assertThat(a.handedOut()).containsExactly("a");
        assertThat(b.handedOut()).containsExactly("a");
        a.draining = true;
        assertThat(a.handedOut()).containsExactly("a", "b");
    }

    @Test
    void databaseDown_listStaysAsItWas() {
        ClusterNode a = node("a");
        node("b");
        a.beat();

        a.storeUp = false;
        a.pass(Duration.ofMinutes(10));

        assertThat(a.handedOut()).containsExactly("a", "b");
        assertThat(a.cluster.standing().sentence()).contains("database is down");
    }

    @Test
    void databaseBackAfterALongTime_nobodyIsDroppedForASilenceThatAllKept() {
        ClusterNode a = node("a");
        ClusterNode b = node("b");
        node("c");
        a.beat();
        a.storeUp = false;
        a.pass(Duration.ofMinutes(10));
        silence("b", Duration.ofMinutes(10));
        silence("c", Duration.ofMinutes(10));

        a.storeUp = true;
        a.beat();
        assertThat(a.others()).containsExactly("b", "c");

        b.beat();
        a.pass(Duration.ofSeconds(25));
        assertThat(a.others()).as("c did not come back").containsExactly("b");
    }

    @Test
    void restartWithTheDatabaseDown_beginsWithTheLastKnownList() {
        ClusterNode a = node("a");
        node("b");
        a.beat();

        ClusterNode again = ClusterNode.at("a", store.database(), folder.resolve("a"));
        again.storeUp = false;
        again.started();

        assertThat(again.handedOut()).containsExactly("a", "b");
        assertThat(again.cluster.nodeId()).isEqualTo(a.cluster.nodeId());
    }

    @Test
    void restartAfterACrash_takesItsRowOverAtOnce() {
        node("a");

        ClusterNode again = node("a");

        assertThat(again.cluster.standing().joined()).isTrue();
        assertThat(again.cluster.standing().code()).isEmpty();
        assertThat(again.others()).isEmpty();
    }

    @Test
    void copiedDataFolder_isRefusedAndToldOfTheOther() throws Exception {
        ClusterNode a = node("a");
        copyNodeId("a", "b");

        ClusterNode b = node("b");
        a.beat();

        assertThat(b.cluster.standing().code()).isEqualTo("DUPLICATE_NODE");
        assertThat(b.cluster.standing().joined()).isFalse();
        assertThat(b.cluster.standing().sentence()).contains("http://a:8080/diamond-server", "delete node.id");
        assertThat(a.cluster.standing().code()).isEmpty();
        assertThat(a.others()).isEmpty();
    }

    @Test
    void copiedDataFolder_joinsOnceTheOtherIsDead() throws Exception {
        node("a");
        copyNodeId("a", "b");
        ClusterNode b = node("b");
        assertThat(b.cluster.standing().joined()).isFalse();

        silence("a", Duration.ofSeconds(21));
        b.beat();

        assertThat(b.cluster.standing().joined()).isTrue();
        assertThat(b.cluster.standing().sentence()).isEmpty();
    }

    @Test
    void twoRunsWithOneIdAndOneAddress_theOlderStandsBack_andTheyDoNotTakeTurns() {
        ClusterNode older = node("a");
        ClusterNode newer = node("a");

        older.beat();
        newer.beat();
        older.beat();

        assertThat(older.cluster.standing().code()).isEqualTo("DUPLICATE_NODE");
        assertThat(newer.cluster.standing().joined()).isTrue();
    }

    private void copyNodeId(String from, String to) throws Exception {
        Files.createDirectories(folder.resolve(to));
        Files.copy(folder.resolve(from).resolve("node.id"), folder.resolve(to).resolve("node.id"));
    }

    @Test
    void nodeWithoutAnAddress_knowsTheOthersAndDoesNotJoin() {
        ClusterNode a = node("a");
        ClusterNode b = new ClusterNode(store.database(), folder.resolve("b"), Map.of()).started();
        a.beat();

        assertThat(b.others()).containsExactly("a");
        assertThat(b.handedOut()).containsExactly("a");
        assertThat(b.cluster.standing().sentence()).contains("diamond.cluster.address");
        assertThat(a.others()).isEmpty();
    }

    @Test
    void firstRequest_tellsWhereTheNodeIsReached() {
        ClusterNode b = new ClusterNode(store.database(), folder.resolve("b"), Map.of()).started();

        b.address.arrived("127.0.0.1", 4711, false);
        b.beat();

        assertThat(b.cluster.addresses()).singleElement().hasToString("http://127.0.0.1:4711/diamond-server");
        assertThat(b.cluster.standing().source()).isEqualTo("request");
        assertThat(b.cluster.standing().joined()).isTrue();
    }

    @Test
    void firstRequestOverTls_tellsAnAddressByHttps() {
        ClusterNode b = new ClusterNode(store.database(), folder.resolve("b"), Map.of()).started();

        b.address.arrived("127.0.0.1", 4712, true);
        b.beat();

        assertThat(b.cluster.addresses()).singleElement().hasToString("https://127.0.0.1:4712/diamond-server");
    }

    @Test
    void loopbackAmongSeveral_isWarnedAbout() {
        ClusterNode alone = node("127.0.0.1");
        assertThat(alone.cluster.standing().sentence()).isEmpty();

        node("b");
        alone.beat();

        assertThat(alone.cluster.standing().sentence()).contains("loopback", "diamond.cluster.address");
    }

    @Test
    void membersOfTheSettings_standInForHeartbeats() {
        Map<String, String> settings =
                Map.of("diamond.cluster.address", "a", "diamond.cluster.members", "b, a, http://c:9/x, b");
        node("b");
        node("d");
        ClusterNode a = new ClusterNode(store.database(), folder.resolve("a"), settings).started();

        assertThat(a.others()).containsExactly("b", "c");
        assertThat(a.cluster.members())
                .extracting(Member::state)
                .containsExactly(Member.State.READY, Member.State.LISTED);

        a.pass(Duration.ofSeconds(25));
        silence("b", Duration.ofSeconds(21));
        a.beat();
        assertThat(a.others()).as("b is dead and says so by its silence").containsExactly("c");
    }

    @Test
    void addressServers_areAskedInTurn_andTheirLastListStays() {
        Map<String, String> settings = Map.of(
                "diamond.cluster.address", "a", "diamond.cluster.address-urls", "http://one/list,http://two/list");
        ClusterNode a = new ClusterNode(store.database(), folder.resolve("a"), settings);
        a.addressServers.put("http://two/list", "b\nc\nb\n");
        a.started();
        assertThat(a.others()).containsExactly("b", "c");

        a.addressServers.put("http://one/list", "<html>Welcome to nginx!</html>");
        a.addressServers.put("http://two/list", "169.254.169.254");
        a.beat();

        assertThat(a.others()).containsExactly("b", "c");
    }
}
