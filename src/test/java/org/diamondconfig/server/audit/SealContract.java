/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chain of seals proves, on every database: whoever changes the trail without the key is found out. */
abstract class SealContract extends AuditKit {

    private static final String COLUMNS =
            "node, recorded_at, subject, how, client_address, trace_id, action, namespace_id,"
                    + " group_id, data_id, object_name, version_before, version_after, outcome, times, mac";

    private static String copyOf(String dataId, long id, long seal) {
        return "insert into audit_entry (id, " + COLUMNS + ", seal) select " + id + ", " + COLUMNS + ", " + seal
                + " from audit_entry where data_id = '" + dataId + "'";
    }

    @Test
    void trailThatNobodyTouched_isIntact_andEachEntryIsUnderASeal() {
        node.seal("a", "b");
        node.seal();
        node.seal("c");

        Audit.Verdict verdict = node.audit.verify(0);

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.seals()).isEqualTo(2);
        assertThat(verdict.entries()).isEqualTo(3);
        assertThat(TestAudit.written(store)).extracting(Entry.Written::seal).containsExactly(1L, 1L, 2L);
    }

    @Test
    void storeInWhichNothingEverChanged_isIntact() {
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void entriesOfMoreThanOneSeal_areSealedInOneTurn() {
        store.database().write(entities -> {
            for (int i = 0; i < SealStore.ENTRIES + 1; i++) {
                node.entries.record(entities, Entry.of(AuditNode.ANN, "publish", Entry.Target.SERVER));
            }
            return null;
        });

        node.sealer.turn();

        assertThat(node.seals.head().seal()).isEqualTo(2);
        assertThat(node.seals.unsealed()).isEmpty();
        assertThat(node.faults()).isEmpty();
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                Arguments.of(
                        "update audit_entry set subject = 'user:bob' where data_id = 'b'", List.of("ENTRY_CHANGED 1")),
                Arguments.of(
                        "update audit_entry set version_after = 9 where data_id = 'b'", List.of("ENTRY_CHANGED 1")),
                Arguments.of(
                        "update audit_entry set outcome = 'FORBIDDEN' where data_id = 'b'", List.of("ENTRY_CHANGED 1")),
                Arguments.of("update audit_entry set times = 2 where data_id = 'd'", List.of("ENTRY_CHANGED 3")),
                Arguments.of("delete from audit_entry where data_id = 'b'", List.of("ENTRY_MISSING 1")),
                Arguments.of("delete from audit_entry where data_id = 'c'", List.of("ENTRY_MISSING 2")),
                Arguments.of(
                        "update audit_entry set recorded_at = TIMESTAMPADD(DAY, -1, recorded_at) where data_id = 'c'",
                        List.of("SEAL_BROKEN 2")),
                Arguments.of(
                        "update audit_entry set seal = 2 where data_id = 'b'",
                        List.of("ENTRY_MISSING 1", "ENTRY_ADDED 2")),
                Arguments.of(
                        "update audit_entry set seal = 7 where data_id = 'c'",
                        List.of("ENTRY_MISSING 2", "ENTRY_ADDED 7")),
                Arguments.of("update audit_entry set seal = 0 where data_id = 'c'", List.of("ENTRY_MISSING 2")),
                Arguments.of(copyOf("a", 42, 1), List.of("ENTRY_CHANGED 1", "ENTRY_ADDED 1")),
                Arguments.of(copyOf("a", 42, 7), List.of("ENTRY_ADDED 7")),
                Arguments.of(copyOf("a", 42, 0), List.of("ENTRY_CHANGED 0")),
                Arguments.of("update audit_seal set entries = 3 where seal = 1", List.of("ENTRY_MISSING 1")),
                Arguments.of(
                        "update audit_seal set mac = '00' where seal = 2", List.of("SEAL_BROKEN 2", "SEAL_BROKEN 3")),
                Arguments.of("delete from audit_seal where seal = 2", List.of("SEAL_MISSING 2")),
                Arguments.of("delete from audit_seal where seal = 1", List.of("SEAL_MISSING 1")),
                Arguments.of("delete from audit_seal where seal = 3", List.of("ENTRY_ADDED 3", "TAIL_MISSING 3")),
                Arguments.of(
                        "update audit_chain set cut = 1, cut_mac = (select mac from audit_seal where seal = 1)",
                        List.of("CUT_FORGED 1", "ENTRY_ADDED 1", "ENTRY_ADDED 1")),
                Arguments.of("delete from audit_chain", List.of("CHAIN_MISSING 0")));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void tampering_isFoundAndNamed(String sql, List<String> faults) {
        node.seal("a", "b");
        node.seal("c");
        node.seal("d");

        assertThat(store.sql(sql)).isPositive();

        assertThat(node.faults()).isEqualTo(faults);
    }

    @Test
    void truncatedTail_isFoundByWhoeverSawIt() {
        AuditNode other = node("other");
        node.seal("a");
        node.seal("b");
        other.sealer.turn();
        store.sql("delete from audit_entry where seal = 2");
        store.sql("delete from audit_seal where seal = 2");

        assertThat(node.faults()).containsExactly("TAIL_MISSING 2");
        assertThat(other.faults()).containsExactly("TAIL_MISSING 2");
        assertThat(node("newcomer").faults()).isEmpty();
        node.seal("c");
        assertThat(other.faults()).as("a tail that grew again").containsExactly("TAIL_CHANGED 2");
    }

    @Test
    void forgedEntry_comesUnderNoSeal_andDoesNotHoldUpTheOthers() {
        node.seal("a");
        store.sql(copyOf("a", 42, 0));
        node.seal("b");

        assertThat(node.faults()).containsExactly("ENTRY_ADDED 0");
        assertThat(node.audit.verify(0).faults().get(0).entry()).isEqualTo(42);
        assertThat(node.seals.head().seal()).isEqualTo(2);
    }

    @Test
    void twoNodes_makeOneChain_andOneOfThemSealsAtATime() {
        AuditNode other = node("other");
        node.seal("a");
        other.write("b");
        other.sealer.turn();
        assertThat(other.seals.unsealed())
                .as("the other leaves it to the first")
                .hasSize(1);
        node.sealer.turn();

        assertThat(node.faults()).isEmpty();
        assertThat(other.faults()).isEmpty();
        assertThat(node.audit.verify(0).seals()).isEqualTo(2);
    }

    @Test
    void nodeThatIsGone_isFollowedByAnother() {
        AuditNode other = node("other");
        node.seal("a");
        store.sql("update audit_chain set sealer_at = TIMESTAMPADD(SECOND, -7, NOW(6))");
        other.seal("b");

        assertThat(other.seals.unsealed()).isEmpty();
        assertThat(other.faults()).isEmpty();
        node.seal("c");
        assertThat(other.seals.unsealed())
                .as("the first is not the one any more")
                .hasSize(1);
    }

    @Test
    void entryThatIsCommittedLate_comesUnderALaterSeal() {
        node.seal("a");
        store.database().write(entities -> {
            node.entries.insert(
                    entities, 7, Entry.of(AuditNode.ANN, "publish", Entry.Target.SERVER), Duration.ofHours(1));
            return null;
        });
        node.seal("b");

        assertThat(node.seals.unsealed()).isEmpty();
        assertThat(node.faults()).isEmpty();
    }

    @Test
    void turns_comeByTheSettings() {
        node.audit.start();
        node.write("a");
        node.pass(Duration.ofSeconds(2));

        assertThat(node.seals.unsealed()).isEmpty();
    }

    @Test
    void old_isLetGo_andWhatStaysIsProvedStill() {
        AuditNode brief = node("brief", "diamond.audit.keep", "1h");
        brief.seal("a");
        brief.seal("b");
        age();
        brief.seal("c");

        brief.sealer.upkeep();
        brief.sealer.turn();

        assertThat(brief.dataIds(AuditNode.ALL, 10)).containsExactly("c");
        assertThat(brief.faults()).isEmpty();
        store.sql("delete from audit_seal where seal = 3");
        assertThat(brief.faults()).contains("TAIL_MISSING 3");
    }

    @Test
    void everythingOld_isLetGo_andTheChainGoesOn() {
        AuditNode brief = node("brief", "diamond.audit.keep", "1h");
        brief.seal("a");
        age();
        brief.sealer.upkeep();
        brief.seal("b");

        assertThat(brief.faults()).isEmpty();
        assertThat(brief.seals.head().seal()).isEqualTo(2);
        store.sql("update audit_chain set cut = 0, cut_mac = ''");
        assertThat(brief.faults()).containsExactly("SEAL_MISSING 1");
    }

    @Test
    void whatDoesNotVerify_isNotLetGo() {
        AuditNode brief = node("brief", "diamond.audit.keep", "1h");
        brief.seal("a");
        store.sql("update audit_entry set recorded_at = TIMESTAMPADD(HOUR, -2, recorded_at)");

        brief.sealer.upkeep();

        assertThat(brief.dataIds(AuditNode.ALL, 10)).containsExactly("a");
        assertThat(brief.faults()).containsExactly("SEAL_BROKEN 1");
    }

    /** Makes all that is sealed two hours older, and seals it so: as if the time had passed. */
    private void age() {
        store.sql("update audit_entry set recorded_at = TIMESTAMPADD(HOUR, -2, recorded_at)");
        Signer signer = node.seals.signer().orElseThrow();
        String before = "";
        for (SealStore.Seal seal : node.seals.seals(0, 100)) {
            before = signer.seal(seal.seal(), before, node.seals.entries(seal.seal()));
            store.sql("update audit_seal set mac = '" + before + "' where seal = " + seal.seal());
        }
    }

    @Test
    void filters_andPages_goThroughTheTrailOnce_newestFirst() {
        List.of("a", "b", "c", "d", "e").forEach(node::write);
        node.write(Entry.of(AuditNode.ANN, "remove", Entry.Target.ofNamespace("dev"))
                .refused("FORBIDDEN"));

        Audit.Page first = node.audit.list(AuditNode.ALL, 4);
        Audit.Page second =
                node.audit.list(AuditNode.filter(Map.of("cursor", first.next().orElseThrow())), 4);

        assertThat(Stream.of(first, second)
                        .flatMap(page -> page.entries().stream())
                        .map(written -> written.entry().target().dataId()))
                .containsExactly("", "e", "d", "c", "b", "a");
        assertThat(second.next()).isEmpty();
        assertThat(node.dataIds(AuditNode.filter(Map.of("dataId", "b", "who", "user:ann")), 9))
                .containsExactly("b");
        assertThat(node.dataIds(AuditNode.filter(Map.of("outcome", "refused")), 9))
                .containsExactly("");
        assertThat(node.dataIds(AuditNode.filter(Map.of("outcome", "FORBIDDEN", "namespace", "dev")), 9))
                .hasSize(1);
        assertThat(node.dataIds(AuditNode.filter(Map.of("outcome", "done", "action", "remove")), 9))
                .isEmpty();
        long third = first.entries().get(3).atMicros();
        assertThat(node.dataIds(AuditNode.filter(Map.of("to", Long.toString(third))), 9))
                .containsExactly("b", "a");
        assertThat(node.dataIds(AuditNode.filter(Map.of("from", Long.toString(third))), 9))
                .containsExactly("", "e", "d", "c");
    }
}
