/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;

/** What matches is removed as it was found, once somebody said so, and each is told. */
class PurgeTest extends DiamondCase {

    private static final String ROW =
            "{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"%s\",\"version\":%d,\"kind\":\"%s\"}";
    private static final String ITEM = "{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"%s\",\"outcome\":\"%s\"%s}";

    private static String row(String dataId, long version) {
        return ROW.formatted(dataId, version, "single");
    }

    private void answers(String... items) {
        diamond.enqueue(200, "{\"items\":[" + String.join(",", items) + "]}");
    }

    private static String removed(String dataId) {
        return ITEM.formatted(dataId, "removed", ",\"version\":9");
    }

    private static String changed(String dataId) {
        return ITEM.formatted(dataId, "refused", ",\"code\":\"CHANGED_MEANWHILE\",\"detail\":\"It was left alone.\"");
    }

    private Ran purge(String... more) {
        return cli.run(List.of("purge", "a*", "-n", "dev", "-g", "g"), more);
    }

    @Test
    void what_matches_goesAtTheVersionThatWasSeen() {
        diamond.enqueue(200, configs(row("a1", 3), ROW.formatted("a2", 4, "aggregate")));
        answers(removed("a1"));

        Ran ran = purge("--yes", "-m", "why", "--type", "yaml", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .isEqualTo("skipped\tdev\tg\ta2\t\tAGGREGATE\tIt is merged from datums.\nremoved\tdev\tg\ta1\t9\t\t\n");
        assertThat(ran.err()).isEqualTo("1 removed, 1 skipped\n");
        assertThat(diamond.requests().get(0).query())
                .containsEntry("dataId", "a*")
                .containsEntry("namespace", "dev")
                .containsEntry("group", "g")
                .containsEntry("type", "yaml");
        assertThat(last().body())
                .isEqualTo("{\"keys\":[{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"a1\",\"version\":3}],"
                        + "\"dryRun\":false,\"comment\":\"why\"}");
    }

    @Test
    void without_aTerminal_somebodyHasToSayYes() {
        Ran ran = purge();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--yes").contains("--dry-run").contains("of namespace dev, group g");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void dryRun_is1_ifAnythingWouldGo_and0IfNot() {
        diamond.enqueue(200, configs(row("a1", 3)));
        answers(ITEM.formatted("a1", "removed", ""));
        diamond.enqueue(200, NO_CONFIGS);

        Ran ran = purge("--dry-run");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("would be: 1 removed; nothing was removed\n");
        assertThat(last().body()).contains("\"dryRun\":true");
        assertThat(purge("--dry-run").code()).isZero();
    }

    @Test
    void some_thatChanged_are8_andAll5() {
        diamond.enqueue(200, configs(row("a1", 3), row("a2", 4)));
        answers(removed("a1"), changed("a2"));
        diamond.enqueue(200, configs(row("a2", 4)));
        answers(changed("a2"));

        assertThat(purge("-y").code()).isEqualTo(8);
        assertThat(purge("-y").code()).isEqualTo(5);
    }

    @Test
    void pages_areAllGoneThrough() {
        diamond.enqueue(200, "{\"configs\":[],\"next\":\"c\"}");
        diamond.enqueue(200, configs(row("a2", 4)));
        answers(removed("a2"));

        assertThat(purge("-y").code()).isZero();
        assertThat(diamond.requests().get(1).query()).containsEntry("cursor", "c");
    }

    @Test
    void many_goInPartsOf100_andWhatNobodyAnsweredIsTold() {
        String[] rows = IntStream.range(0, 150).mapToObj(i -> row("a" + i, 3)).toArray(String[]::new);
        diamond.enqueue(200, configs(rows));
        answers(IntStream.range(0, 100).mapToObj(i -> removed("a" + i)).toArray(String[]::new));
        diamond.dropConnection();

        Ran ran = purge("-y", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isEqualTo(8);
        assertThat(ran.out().lines().filter(line -> line.startsWith("removed\t")))
                .hasSize(100);
        assertThat(ran.out().lines().filter(line -> line.startsWith("unknown\t")))
                .hasSize(50);
        assertThat(ran.err())
                .contains("told: 100 removed, 50 unknown, which may be removed; run again, it does the rest");
        assertThat(diamond.requests().get(1).body().split("dataId", -1)).hasSize(101);
        assertThat(diamond.requests().get(2).body().split("dataId", -1)).hasSize(51);
    }

    @Test
    void purge_whoseFirstPartNobodyAnswered_is7_andTellsThatSomeMayBeGone() {
        diamond.enqueue(200, configs(row("a1", 3)));
        diamond.dropConnection();

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.out()).contains("NO_ANSWER");
        assertThat(ran.err()).contains("told: 1 unknown, which may be removed");
    }

    @Test
    void part_thatNobodyCanBeAskedFor_isNotUnknown() {
        diamond.enqueue(200, configs(row("a1", 3)));
        diamond.enqueue(503, "{\"code\":\"STORE_DOWN\",\"detail\":\"It is away.\"}");

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.out()).doesNotContain("unknown");
    }

    @Test
    void answer_thatTellsOfOthers_leavesThePartUnknown() {
        diamond.enqueue(200, configs(row("a1", 3)));
        diamond.enqueue(200, "{\"items\":[{\"dataId\":\"a1\"}]}");

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err())
                .contains("POST /api/v1/configs/remove: outcome: text expected")
                .contains("1 unknown");
    }

    @Test
    void purge_thatEndsWithNothingRemoved_is7() {
        diamond.enqueue(200, "{\"configs\":[" + ROW.formatted("a1", 3, "aggregate") + "],\"next\":\"c\"}");
        diamond.enqueue(503);

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).doesNotContain("may be removed");
    }

    @Test
    void namespace_thatIsNotSet_isPublic_andAllAreSaidSo() {
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, NO_CONFIGS);

        assertThat(cli.run("purge", "a*", "-y").code()).isZero();
        assertThat(last().query()).containsEntry("namespace", "");
        assertThat(cli.run("purge", "a*", "-y", "-A").code()).isZero();
        assertThat(last().query()).doesNotContainKey("namespace");
        assertThat(cli.run("purge", "a*").err()).contains("of namespace public, all groups");
        assertThat(cli.run("purge", "a*", "-A", "-n", "dev").err()).contains("of all namespaces, all groups");
    }

    @Test
    void names_withoutTheDatabase_areNotGoneBy() {
        diamond.enqueue(200, "{\"configs\":[" + row("a1", 3) + "],\"code\":\"STORE_DOWN\",\"detail\":\"It is away.\"}");

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).contains("STORE_DOWN");
        assertThat(diamond.requests()).hasSize(1);
    }

    @Test
    void interruption_is130_andTellsWhatWasDone() {
        diamond.enqueue(200, configs(row("a1", 3)));
        cli.interruption().ask();

        Ran ran = purge("-y");

        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.err()).contains("told: nothing");
        assertThat(diamond.requests()).hasSize(1);
    }
}
