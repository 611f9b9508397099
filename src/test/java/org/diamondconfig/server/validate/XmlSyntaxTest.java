/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.wire.ConfigType.XML;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 映射 -->\n<a b='c'><![CDATA[<]]>&amp;&#x6b22;</a>\n",
                "<!DOCTYPE log4j:configuration SYSTEM \"log4j.dtd\">\n<log4j:configuration xmlns:log4j='u'/>",
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
            })
    void rightOnes_areLeftInPeace(String content) {
        assertThat(Told.of(XML, content)).isEmpty();
    }

    @Test
    void errors_areToldWhereTheReaderStumbles() {
        assertThat(Told.of(XML, "<a>\n  <b></c>\n</a>")).containsExactly("2:8 error SYNTAX");
        assertThat(Told.of(XML, "<a b='1' b='2'/>")).singleElement().asString().startsWith("1:");
        assertThat(Told.of(XML, "<a>\n<b>\n")).singleElement().asString().startsWith("3:1 ");
        assertThat(Told.of(XML, "<a/>\n<b/>")).singleElement().asString().startsWith("2:");
        assertThat(Told.of(XML, "<a>a & b</a>")).singleElement().asString().startsWith("1:");
    }

    @Test
    void entityThatNothingDeclares_isAnError() {
        assertThat(Told.of(XML, "<a>\n&nbsp;</a>")).containsExactly("2:1 error UNKNOWN_ENTITY");
        assertThat(Told.of(XML, "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;&d;</a>"))
                .containsExactly("2:7 error UNKNOWN_ENTITY");
    }

    @Test
    void entityOfADtdThatIsNotRead_isTakenForDeclared() {
        assertThat(Told.of(XML, "<!DOCTYPE a SYSTEM 'a.dtd'><a>&b;</a>")).isEmpty();
        assertThat(Told.of(XML, "<!DOCTYPE a [<!ENTITY % all 'x'> %all;]><a>&b;</a>"))
                .isEmpty();
    }

    /** A DTD may declare what it likes: it is not read, so that nothing is unfolded. */
    @Test
    void billionLaughs_areNotHeard() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 10; i++) {
            bomb.append("<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10) + "'>");
        }

        assertThat(Told.of(XML, bomb + "]><a b='&l9;'>&l9;</a>")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void externalEntity_isNotOpened(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "<unbalanced>");
        String declared = "<!DOCTYPE a [<!ENTITY b SYSTEM '" + secret.toUri() + "'>]><a>&b;</a>";
        String subset = "<!DOCTYPE a SYSTEM '" + secret.toUri() + "'><a/>";
        String parameter = "<!DOCTYPE a [<!ENTITY % b SYSTEM '" + secret.toUri() + "'> %b;]><a/>";

        assertThat(Told.of(XML, declared)).isEmpty();
        assertThat(Told.of(XML, subset)).isEmpty();
        assertThat(Told.of(XML, parameter)).isEmpty();
    }

    @Test
    void anotherEncoding_isWarnedOf() {
        assertThat(Told.of(XML, "<?xml version='1.0' encoding='GBK'?><a/>")).containsExactly("1:31 warning ENCODING");
        assertThat(Told.of(XML, "<?xml version='1.0' encoding='utf-8'?><a/>")).isEmpty();
    }
}
