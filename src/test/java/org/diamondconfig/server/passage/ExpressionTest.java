/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that people make up, the bad ones as well. */
@Timeout(120)
class ExpressionTest {

    private static boolean matches(Expression expression, String text) {
        return expression.apply(text.getBytes(StandardCharsets.UTF_8)).isPresent();
    }

    @Test
    void lines_beginAndEndForIt() {
        Expression expression = Expression.of("^größe: \\d+$", Ticker.system());

        assertThat(matches(expression, "a: 1\ngröße: 22\nb: 3")).isTrue();
        assertThat(matches(expression, "a: 1\n größe: 22")).isFalse();
        assertThat(expression.gaveUp()).isFalse();
    }

    /** Java's own expressions never come to an end of these. */
    @ParameterizedTest
    @ValueSource(strings = {"(a*)*c", "(a|a)*c", "(a|b|ab)*c", "(.*.*.*.*)*c"})
    void expressionThatHasManyWays_readsTheTextOnce(String text) {
        Expression expression = Expression.of(text, new ManualTicker());

        assertThat(matches(expression, "ab".repeat(50_000))).isFalse();
        assertThat(matches(expression, "abc")).isTrue();
        assertThat(expression.gaveUp()).isFalse();
    }

    @Test
    void expressionThatHasManyWaysThroughNothing_comesToAnEnd() {
        Expression expression = Expression.of("(|)".repeat(80) + "x", new ManualTicker());

        assertThat(matches(expression, "a".repeat(1_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((){999999999}){999999999}",
                "((a{1000}){1000}){1000}",
                "(a\\\\){1000}",
                "(a\\Q\\\\E){1000}",
                "a{1000}{1000}",
                "a{1001}",
                "(a)\\1",
                "(?=a)",
                "(?!a)",
                "a++"
            })
    void expressionThatNeedsMoreThanOneReading_isRefused(String text) {
        assertThatThrownBy(() -> Expression.of(text, new ManualTicker()))
                .isInstanceOfSatisfying(
                        BadRequest.class, problem -> assertThat(problem.code()).isEqualTo("BAD_PARAMETER"));
    }

    @Test
    void whatMayBeCounted_isCounted() {
        Expression expression = Expression.of("^\\(?[0-9a-f]{1,4}(:[0-9a-f]{1,4})+\\){0,1}$", new ManualTicker());

        assertThat(matches(expression, "(fd00:1:2:3)")).isTrue();
        assertThat(matches(expression, "fd00:12345")).isFalse();
        assertThat(matches(Expression.of("a{1000}".repeat(30), new ManualTicker()), "a".repeat(100)))
                .isFalse();
    }

    @Test
    void contentThatTakesTooLong_isGivenUp_andDoesNotMatch() {
        AtomicLong now = new AtomicLong();
        Expression expression = Expression.of("a*c", () -> now.addAndGet(Expression.MOST.toNanos()));

        assertThat(matches(expression, "a".repeat(10_000))).isFalse();
        assertThat(expression.gaveUp()).isTrue();
        assertThat(matches(expression, "ac")).isTrue();
    }

    @Test
    void match_isShownInItsLine() {
        Expression expression = Expression.of("p.rt: *\\d+", Ticker.system());

        assertThat(expression.apply("größe: 1\r\n  port:  80 # of it\n".getBytes(StandardCharsets.UTF_8)))
                .contains(new Passage(2, "port:  80 # of it", 0, 9));
    }

    @Test
    void whatIsNoExpression_isRefused_withoutAnEcho() {
        assertThatThrownBy(() -> Expression.of("secret(", Ticker.system()))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("no regular expression")
                .hasMessageNotContaining("secret");
    }
}
