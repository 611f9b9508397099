/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

    private final JsonObject object = Json.parseObject(
            "{\"text\":\"x\",\"n\":7,\"half\":0.5,\"yes\":true,\"nothing\":null,\"in\":{\"a\":1},\"list\":[\"a\",\"b\"],\"rows\":[{\"a\":1},{}]}"
                    .getBytes(StandardCharsets.UTF_8));

    @Test
    void membersAreReadByKind() {
        assertThat(object.string("text")).isEqualTo("x");
        assertThat(object.number("n")).isEqualTo(7);
        assertThat(object.flag("yes", false)).isTrue();
        assertThat(object.object("in").number("a")).isEqualTo(1);
        assertThat(object.strings("list")).containsExactly("a", "b");
        assertThat(object.objects("rows")).hasSize(2);
        assertThat(object.names()).startsWith("text", "n");
    }

    @Test
    void nullCountsAsNotThere() {
        assertThat(object.has("nothing")).isFalse();
        assertThat(object.optionalString("nothing")).isEmpty();
        assertThat(object.optionalNumber("nothing")).isEmpty();
        assertThat(object.flag("nothing", true)).isTrue();
    }

    @Test
    void wrongKindNamesTheMemberAndWhatWasExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.string("n"))
                .withMessage("n: text expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.string("no"))
                .withMessage("no: text expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.number("half"))
                .withMessage("half: integer expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.flag("n", true))
                .withMessage("n: true or false expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.strings("no"))
                .withMessage("no: list expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.strings("rows"))
                .withMessage("rows[0]: text expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.objects("list"))
                .withMessage("list[0]: object expected");
    }

    @Test
    void listAtTheTopIsNoObject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parseObject(new byte[] {'[', ']'}))
                .withMessage("body: object expected");
    }
}
