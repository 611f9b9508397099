/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.LogLines;
import org.diamondconfig.server.namespace.KindRules;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

/** What decides whether a key is published as a whole or merged from datums, over every database. */
abstract class KindContract extends AggregateKit {

    private static final ConfigKey RULES = KindRules.keyOf("");

    private void publishWhole(ConfigKey key, String content) {
        node.configs.publish(AggregateNode.ANN, Publication.of(key, content));
    }

    private void removeWhole(ConfigKey key) {
        node.configs.remove(AggregateNode.ANN, key, Precondition.NONE, "", Optional.empty());
    }

    @Test
    void kinds_neverOverwriteEachOther() {
        ConfigKey whole = ConfigKey.of("G", "whole");
        publishWhole(whole, "x");
        node.publish(FOO, "a", "1");

        assertRefused(409, "KIND_MISMATCH", () -> node.publish(whole, "a", "1"));
        assertRefused(409, "KIND_MISMATCH", () -> node.removeAll(whole));
        assertRefused(409, "KIND_MISMATCH", () -> node.aggregates.list(whole, Optional.empty(), 9));
        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
        assertRefused(409, "KIND_MISMATCH", () -> removeWhole(FOO));
        assertThat(node.find(whole).content()).isEqualTo("x");
        assertThat(node.find(FOO).content()).isEqualTo("1");
    }

    @Test
    void removedKey_mayComeBackAsTheOtherKind() {
        node.publish(FOO, "a", "1");
        node.removeAll(FOO);
        node.merge();

        publishWhole(FOO, "whole");
        assertThat(node.seen(FOO)).isEqualTo("3: whole");
        removeWhole(FOO);
        node.publish(FOO, "a", "2");

        assertThat(node.seen(FOO)).isEqualTo("5: 2");
    }

    @Test
    void removalOfTheLastDatum_keepsTheKind_untilItIsMerged() {
        node.publish(FOO, "a", "1");
        node.removeAll(FOO);

        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
        node.publish(FOO, "b", "2");

        assertThat(node.merge().seen(FOO)).isEqualTo("2: 2");
    }

    @Test
    void rule_decidesOfWhatKindAKeyIsBorn_onEveryNodeAtOnce() {
        AggregateNode other = AggregateNode.over(store);
        publishWhole(RULES, "fo?\nHSF *.providers\n");

        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
        assertRefused(
                409,
                "KIND_MISMATCH",
                () -> other.configs.publish(
                        AggregateNode.ANN, Publication.of(ConfigKey.of("HSF", "cart.providers"), "x")));
        publishWhole(ConfigKey.of("G", "food"), "x");
        publishWhole(ConfigKey.of("G", "cart.providers"), "x");
        node.publish(FOO, "a", "1");

        assertThat(node.seen(FOO)).isEqualTo("1: 1");
    }

    @Test
    void rule_isForItsNamespaceOnly_andNeverForTheRulesThemselves() {
        node.configs.publish(AggregateNode.ANN, Publication.of(KindRules.keyOf(""), "*"));
        removeWhole(RULES);
        publishWhole(RULES, "*");

        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
        assertRefused(409, "KIND_MISMATCH", () -> node.publish(RULES, "a", "b"));
        store.sql("insert into config_namespace (name, title, description, version, deleted, changed_by, changed_at)"
                + " values ('dev', '', '', 1, false, '', NOW(6))");
        publishWhole(new ConfigKey("dev", "G", "foo"), "x");
    }

    @Test
    void keyThatHasContent_keepsItsKind_whateverARuleSays() {
        publishWhole(FOO, "x");
        publishWhole(RULES, "*");

        publishWhole(FOO, "y");
        assertRefused(409, "KIND_MISMATCH", () -> node.publish(FOO, "a", "1"));
        removeWhole(FOO);

        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "z"));
        node.publish(FOO, "a", "1");
        assertThat(node.seen(FOO)).isEqualTo("4: 1");
    }

    @Test
    void ruleThatDoesNotParse_isRefused_andWhatStoodStands() {
        publishWhole(RULES, "foo\n");

        assertRefused(400, "BAD_KIND_RULE", () -> publishWhole(RULES, "foo\nbar baz qux\n"));

        assertThat(node.seen(RULES)).isEqualTo("1: foo\n");
        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
    }

    @Test
    void ruleSpoiltInSql_leavesTheOthers_andRefusesNobody() {
        publishWhole(RULES, "foo\n");
        spoilRules("foo\n???? ! ????\n");

        assertRefused(409, "KIND_MISMATCH", () -> publishWhole(FOO, "x"));
        publishWhole(ConfigKey.of("G", "bar"), "x");
    }

    private void spoilRules(String text) {
        store.sql("update config_info set content = '" + text + "' where data_id = 'diamond.meta.aggregates'");
    }

    @Test
    void ruleSpoiltInSql_isNamedInTheLog_onceATextAndNode() {
        publishWhole(RULES, "foo\n");
        try (LogLines log = LogLines.of("diamond.namespace")) {
            publishWhole(ConfigKey.of("G", "a"), "x");
            assertThat(log.lines()).isEmpty();

            spoilRules("foo\n???? ! ????\n# a remark\n\n! !\n");
            publishWhole(ConfigKey.of("G", "b"), "x");
            publishWhole(ConfigKey.of("G", "c"), "x");
            assertThat(log.lines())
                    .containsExactly("WARNING public/DEFAULT_GROUP/diamond.meta.aggregates: no rule in line 2, 5;"
                            + " the other lines hold, publish the rules anew");

            spoilRules("! !\nfoo\n");
            publishWhole(ConfigKey.of("G", "d"), "x");
            assertThat(log.lines()).hasSize(2).last().asString().contains("no rule in line 1;");
        }
    }

    @Test
    void removedRules_leaveKeysTheirFirstPublishAgain() {
        publishWhole(RULES, "foo\n");
        removeWhole(RULES);

        publishWhole(FOO, "x");

        assertThat(node.seen(FOO)).isEqualTo("1: x");
    }
}
