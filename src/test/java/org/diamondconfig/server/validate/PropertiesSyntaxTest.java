/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.diamondconfig.wire.ConfigType.PROPERTIES;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "a = 1 \n# a=2\n! a=3\n\n  b:2",
                "a 1",
                "welcome=\\u6b22\\u8fce",
                "multi=one,\\\n      two,\\\r\n three",
                "a\\ key\\=with\\:signs=1",
                "a\\\n b=1\na\\\n c=2",
                "empty=",
                "\ta\f=\t1"
            })
    void rightOnes_areLeftInPeace(String content) {
        assertThat(Told.of(PROPERTIES, content)).isEmpty();
    }

    @Test
    void duplicateKey_isAWarning_howeverItIsWritten() {
        assertThat(Told.of(PROPERTIES, "a.b=1\n  a.b : 2\n\\u0061.\\\n  b 3"))
                .containsExactly("2:3 warning DUPLICATE_KEY", "3:1 warning DUPLICATE_KEY");
    }

    @Test
    void keyThatContinuesACommentOrALine_isNone() {
        assertThat(Told.of(PROPERTIES, "a=1\n# b \\\na=2")).containsExactly("3:1 warning DUPLICATE_KEY");
        assertThat(Told.of(PROPERTIES, "a=1 \\\na=2")).isEmpty();
    }

    @Test
    void brokenEscape_isAnError_whereTheReaderOfTheJdkRefuses() throws IOException {
        String content = "a=1\nb=x\\u12g4\nc=\\u";

        assertThat(Told.of(PROPERTIES, content)).containsExactly("2:4 error BAD_ESCAPE", "3:3 error BAD_ESCAPE");
        assertThatIllegalArgumentException().isThrownBy(() -> new Properties().load(new StringReader(content)));
    }

    @Test
    void keysWithoutValue_andValuesWithoutKey_areWarnedOf() {
        assertThat(Told.of(PROPERTIES, "server.port\n=8080\nflag:"))
                .containsExactly("1:1 warning NO_SEPARATOR", "2:1 warning EMPTY_KEY");
    }

    @Test
    void backslashAtTheEnd_isNothing() {
        assertThat(Told.of(PROPERTIES, "a=1\\")).isEmpty();
        assertThat(Told.of(PROPERTIES, "a=1\\\n")).isEmpty();
    }
}
