/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Expressions that people make up, the bad ones as well. */
@Timeout(30)
class ExpressionTest {

    private static boolean matches(Expression expression, String text) {
        return expression.test(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_beginAndEndForIt() {
        Expression expression = Expression.of("^größe: \\d+$", Ticker.system());

        assertThat(matches(expression, "a: 1\ngröße: 22\nb: 3")).isTrue();
        assertThat(matches(expression, "a: 1\n größe: 22")).isFalse();
        assertThat(expression.gaveUp()).isFalse();
    }

    @Test
    void expressionWithoutEnd_isGivenUp_andDoesNotMatch() {
        Expression expression = Expression.of("(a|a)*c\\1", Ticker.system());

        assertThat(matches(expression, "a".repeat(60) + "b")).isFalse();
        assertThat(expression.gaveUp()).isTrue();
    }

    @Test
    void expressionThatIsTooDeep_isGivenUp_andDoesNotMatch() {
        Expression expression = Expression.of("(a|b)*c", Ticker.system());

        assertThat(matches(expression, "ab".repeat(500_000))).isFalse();
        assertThat(expression.gaveUp()).isTrue();
        assertThat(matches(expression, "abc")).isTrue();
    }

    @Test
    void whatIsNoExpression_isRefused_withoutAnEcho() {
        assertThatThrownBy(() -> Expression.of("secret(", Ticker.system()))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("no regular expression")
                .hasMessageNotContaining("secret");
    }
}
