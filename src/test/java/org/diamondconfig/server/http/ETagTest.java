/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagTest {

    @Test
    void parse_readsWhatItWrites() {
        ETag tag = new ETag(1, 42);

        assertThat(tag).hasToString("\"1.42\"");
        assertThat(ETag.parse(tag.toString())).isEqualTo(tag);
    }

    @Test
    void parse_acceptsTheGzipForm() {
        assertThat(ETag.parse(new ETag(3, 7).gzipped())).isEqualTo(new ETag(3, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\"\"",
                "1.2",
                "W/\"1.2\"",
                "\"1.2\", \"1.3\"",
                "\"1\"",
                "\".2\"",
                "\"1.\"",
                "\"1.-2\"",
                "\"1.2.3\"",
                "\"1.x\"",
                "\"1.2-br\"",
                "\"-gz\"",
                "\"1.99999999999999999999\""
            })
    void parse_refusesEveryOtherForm(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ETag.parse(text));
    }

    @Test
    void match_fitsItsOwnVersionOrWithAStarEverything() {
        ETag.Match one = new ETag.Match(Optional.of(new ETag(1, 1)));

        assertThat(one.fits(new ETag(1, 1))).isTrue();
        assertThat(one.fits(new ETag(1, 2))).isFalse();
        assertThat(ETag.Match.ANY.fits(new ETag(1, 2))).isTrue();
    }
}
