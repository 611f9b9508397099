/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** What datums must do over every database. A subclass names one. */
abstract class AggregateContract extends AggregateKit {

    @Test
    void firstDatum_makesTheKeyAtOnce() {
        DatumPublished published = node.publish(FOO, "a", "1");

        assertThat(published).isEqualTo(new DatumPublished(FOO, "a", 1, 1, true));
        assertThat(node.seen(FOO)).isEqualTo("1: 1");
        assertThat(node.told()).extracting(ConfigChanged::version).containsExactly(1L);
        assertThat(node.told().get(0).content().orElseThrow().text()).isEqualTo("1");
    }

    @Test
    void content_isAllDatumsInTheByteOrderOfTheirIds_joinedByCrLf() {
        // By their UTF-8 bytes: B, a, b, U+FF5E, U+1F600; UTF-16 would have the last two the other way round.
        node.publish(FOO, "b", "5\n");
        node.publish(FOO, "\ud83d\ude00", "grin");
        node.publish(FOO, "B", "\rbig");
        node.publish(FOO, "\uff5e", "wave");
        node.publish(FOO, "a", "ä\u0000");

        node.merge();

        assertThat(node.find(FOO).content()).isEqualTo("\rbig\r\nä\u0000\r\n5\n\r\nwave\r\ngrin");
        assertThat(node.find(FOO).md5()).isEqualTo(Md5.hex(node.find(FOO).content()));
    }

    @Test
    void changesInOneWindow_shareAVersion_howeverManyTheyAre() {
        AggregateNode slow = node("diamond.aggregate.window", "1h");
        slow.publish(FOO, "a", "1");
        for (int i = 0; i < 20; i++) {
            slow.publish(FOO, "b", "x" + i);
        }
        slow.merge();
        assertThat(slow.seen(FOO)).isEqualTo("1: 1");

        store.sql("update config_aggregate set merged_at = TIMESTAMPADD(HOUR, -2, NOW(6))");
        slow.scheduler.advance(Duration.ofHours(1));

        assertThat(slow.seen(FOO)).isEqualTo("2: 1\r\nx19");
    }

    @Test
    void mergeThatNoThreadIsGivenFor_isAskedForAgainByTheSweep() {
        AggregateNode late = node("diamond.aggregate.window", "0s");
        late.scheduler.refuse(true);
        late.publish(FOO, "a", "1");
        late.scheduler.refuse(false);

        late.scheduler.advance(Duration.ofSeconds(2));

        assertThat(late.seen(FOO)).isEqualTo("1: 1");
    }

    @Test
    void window_beginsWithTheLastMerge_ofWhicheverNode() {
        AggregateNode other = node("diamond.aggregate.window", "1h");
        node.publish(FOO, "a", "1");

        other.publish(FOO, "b", "2");
        other.merge();

        assertThat(other.seen(FOO)).isEqualTo("1: 1");
    }

    @Test
    void window_ofADatabaseWhoseClockWasSetBack_makesNobodyWait() {
        AggregateNode slow = node("diamond.aggregate.window", "1h");
        slow.publish(FOO, "a", "1");
        store.sql("update config_aggregate set merged_at = TIMESTAMPADD(HOUR, 9, NOW(6))");

        slow.publish(FOO, "b", "2");
        slow.merge();

        assertThat(slow.seen(FOO)).isEqualTo("2: 1\r\n2");
    }

    @Test
    void sameDatumAgain_writesNothing() {
        node.publish(FOO, "a", "1");

        DatumPublished again = node.publish(FOO, "a", "1");

        assertThat(again).isEqualTo(new DatumPublished(FOO, "a", 1, 1, false));
        assertThat(node.merge().seen(FOO)).isEqualTo("1: 1");
        assertThat(node.aggregates.history(FOO, Optional.empty(), 9).revisions())
                .hasSize(1);
    }

    @Test
    void mergeToTheSameContent_isNoVersion() {
        node.publish(FOO, "a", "1");
        node.publish(FOO, "b", "2");
        node.remove(FOO, "b");

        assertThat(node.merge().seen(FOO)).isEqualTo("1: 1");
        assertThat(node.aggregates.list(FOO, Optional.empty(), 9).merged()).isEqualTo(3);
    }

    @Test
    void removedDatum_isGoneFromTheContent_andWithTheLastOneTheKey() {
        node.publish(FOO, "a", "1");
        node.publish(FOO, "b", "2");
        node.remove(FOO, "a");
        assertThat(node.merge().seen(FOO)).isEqualTo("2: 2");

        node.remove(FOO, "b");
        node.merge();

        assertThat(node.find(FOO).present()).isFalse();
        assertThat(node.find(FOO).version()).isEqualTo(3);
        assertThat(node.told())
                .hasSize(3)
                .last()
                .matches(told -> !told.content().orElseThrow().present());
        assertRefused(404, "CONFIG_NOT_FOUND", () -> node.remove(FOO, "b"));
        assertRefused(404, "CONFIG_NOT_FOUND", () -> node.aggregates.list(FOO, Optional.empty(), 9));
    }

    @Test
    void keyThatComesBack_goesOnCounting_andSoDoItsDatums() {
        node.publish(FOO, "a", "1");
        node.publish(FOO, "a", "2");
        node.remove(FOO, "a");
        node.merge();

        DatumPublished back = node.publish(FOO, "a", "3");

        assertThat(back.dirty()).isEqualTo(4);
        assertThat(back.datumVersion()).isEqualTo(4);
        assertThat(node.seen(FOO)).isEqualTo("3: 3");
    }

    @Test
    void removalOfAll_removesTheKey_andTwiceIsNoChange() {
        node.publish(FOO, "a", "1");
        node.publish(FOO, "b", "2");

        DatumPublished removed = node.removeAll(FOO);
        DatumPublished again = node.removeAll(FOO);

        assertThat(removed).isEqualTo(new DatumPublished(FOO, "", 0, 3, true));
        assertThat(again.changed()).isFalse();
        node.merge();
        assertThat(node.find(FOO).present()).isFalse();
        assertRefused(404, "CONFIG_NOT_FOUND", () -> node.removeAll(FOO));
        assertThat(node.publish(FOO, "c", "3").dirty()).isEqualTo(4);
        assertThat(node.find(FOO).content()).isEqualTo("3");
    }

    @Test
    void datumThatIsNotThere_cannotBeRemoved() {
        node.publish(FOO, "a", "1");

        assertRefused(404, "DATUM_NOT_FOUND", () -> node.remove(FOO, "A"));
        assertRefused(404, "CONFIG_NOT_FOUND", () -> node.remove(ConfigKey.of("G", "none"), "a"));
    }

    @Test
    void limits_refuseWhatIsTooMuch_andNeverWhatShrinks() {
        AggregateNode two = node("diamond.datum.count", "2");
        two.publish(FOO, "a", "1");
        two.publish(FOO, "b", "2");
        assertRefused(413, "TOO_MANY_DATUMS", () -> two.publish(FOO, "c", "3"));
        two.publish(FOO, "b", "22");
        two.remove(FOO, "b");
        two.publish(FOO, "c", "3");

        AggregateNode small = node("diamond.aggregate.max", "1024");
        assertRefused(413, "AGGREGATE_TOO_LARGE", () -> small.publish(FOO, "d", "x".repeat(1019)));
        small.publish(FOO, "d", "x".repeat(1018));
        assertThat(small.merge().find(FOO).content()).hasSize(1024);
        assertRefused(413, "AGGREGATE_TOO_LARGE", () -> small.publish(FOO, "a", "11"));
        small.publish(FOO, "d", "x");

        AggregateNode tiny = node("diamond.datum.max", "3");
        tiny.publish(FOO, "e", "é1");
        assertRefused(413, "CONTENT_TOO_LARGE", () -> tiny.publish(FOO, "e", "éé"));
    }

    @Test
    void contentsAndIdsThatAMergeCouldNotKeepApart_areRefused() {
        assertRefused(400, "CONTENT_HAS_CRLF", () -> node.publish(FOO, "a", "1\r\n2"));
        assertRefused(400, "CONTENT_EMPTY", () -> node.publish(FOO, "a", ""));
        assertRefused(400, "CONTENT_NOT_UTF8", () -> node.publish(FOO, "a", "\ud83d"));
        for (String id : List.of("", " a", "a ", "a\u0007", "../a", "a/..", "a\\..", ".", "x".repeat(251), "\ud83d")) {
            assertRefused(400, "INVALID_NAME", () -> node.publish(FOO, id, "1"));
        }
        assertThat(node.configs.find(FOO)).isEmpty();
    }

    @Test
    void namespaceThatDoesNotExist_takesNoDatum() {
        ConfigKey nowhere = new ConfigKey("nowhere", "G", "foo");

        assertRefused(404, "NAMESPACE_NOT_FOUND", () -> node.publish(nowhere, "a", "1"));
        assertRefused(404, "NAMESPACE_NOT_FOUND", () -> node.publish(nowhere, "a", "1"));
    }

    @Test
    void requestUnderAnIdempotencyKey_takesEffectOnce() {
        DatumChange once = DatumChange.publish(AggregateNode.ANN, FOO, "a", "1").with("", Optional.of("k"));
        DatumPublished first = node.aggregates.change(once);
        node.publish(FOO, "a", "2");

        assertThat(node.aggregates.change(once)).isEqualTo(first);
        assertThat(node.merge().find(FOO).content()).isEqualTo("2");
        assertRefused(
                422,
                "IDEMPOTENCY_KEY_REUSED",
                () -> node.aggregates.change(
                        DatumChange.remove(AggregateNode.ANN, FOO, "a").with("", Optional.of("k"))));
    }

    @Test
    void list_pagesThroughAllDatumsWhole() {
        List.of("c", "a", "b").forEach(id -> node.publish(FOO, id, "content of " + id));

        Datum.Page first = node.aggregates.list(FOO, Optional.empty(), 2);
        Datum.Page last = node.aggregates.list(FOO, first.next(), 2);

        assertThat(first.datums()).extracting(Datum::datumId).containsExactly("a", "b");
        assertThat(last.datums()).extracting(Datum::content).containsExactly("content of c");
        assertThat(last.next()).isEmpty();
        assertThat(first.dirty()).isEqualTo(3);
        assertThat(first.merged()).isEqualTo(1);
        assertRefused(400, "BAD_CURSOR", () -> node.aggregates.list(FOO, Optional.of("%"), 2));
    }

    @Test
    void list_endsAPageBeforeItGetsLarge() {
        AggregateNode roomy = node("diamond.datum.max", "8MiB");
        String large = "x".repeat(3 << 20);
        List.of("a", "b", "c").forEach(id -> roomy.publish(FOO, id, large));

        Datum.Page first = roomy.aggregates.list(FOO, Optional.empty(), 9);

        assertThat(first.datums()).extracting(Datum::datumId).containsExactly("a");
        assertThat(roomy.aggregates.list(FOO, first.next(), 9).datums())
                .extracting(Datum::datumId)
                .containsExactly("b");
    }

    @Test
    void history_tellsWhoChangedWhichDatum_newestFirst_untilItsTimeIsOver() {
        node.publish(FOO, "a", "1");
        node.aggregates.change(DatumChange.remove(AggregateNode.ANN, FOO, "a").with("old", Optional.empty()));
        node.publish(FOO, "b", "2");
        node.removeAll(FOO);

        Datum.Revision.Page page = node.aggregates.history(FOO, Optional.empty(), 3);

        assertThat(page.revisions())
                .extracting(Datum.Revision::operation)
                .containsExactly("remove-all", "publish", "remove");
        assertThat(page.revisions().get(2).datumId()).isEqualTo("a");
        assertThat(page.revisions().get(2).trail().by()).isEqualTo("ann");
        assertThat(page.revisions().get(2).trail().comment()).isEqualTo("old");
        assertThat(Duration.between(page.revisions().get(2).trail().at(), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(5));
        assertThat(node.aggregates.history(FOO, page.next(), 3).revisions())
                .extracting(Datum.Revision::dirty)
                .containsExactly(1L);
        assertRefused(400, "BAD_CURSOR", () -> node.aggregates.history(FOO, Optional.of("x"), 3));

        store.sql("update config_datum_history set changed_at = TIMESTAMPADD(DAY, -31, NOW(6)) where dirty < 4");
        node.scheduler.advance(Duration.ofHours(1));
        assertThat(node.aggregates.history(FOO, Optional.empty(), 9).revisions())
                .hasSize(1);
    }

    @Test
    void eachChange_hasOneEntryInTheAuditTrail_andTheMergeIsTheServers() {
        node.publish(FOO, "a", "1");
        node.publish(FOO, "a", "1");
        node.publish(FOO, "a", "2");
        node.merge();
        node.remove(FOO, "a");
        node.merge();
        assertRefused(404, "CONFIG_NOT_FOUND", () -> node.removeAll(FOO));

        assertThat(TestAudit.lines(store))
                .containsExactlyInAnyOrder(
                        "ann datum-publish public/G/foo a 0>1 done",
                        "system merge public/G/foo 0>1 done",
                        "ann datum-publish public/G/foo a 1>2 done",
                        "system merge public/G/foo 1>2 done",
                        "ann datum-remove public/G/foo a 2>3 done",
                        "system remove public/G/foo 2>3 done");
    }
}
