/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final String CONTEXT = "/diamond-server";

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/api/v1", "/api/v1/ops/dump", "/health/live", "/style-1.0.css", "/a_b/c.min.js"})
    void path_withOneReading_passes(String path) {
        assertThat(Limits.isCanonical(CONTEXT + path, CONTEXT.length())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/", "/api//v1", "//", "/api/./v1", "/api/../v1", "/..", "/%2e%2e/x", "/api/v1/config%2f",
                        "/api;x=1/v1",
                "/;jsessionid=1", "/a\\b", "/a%00", "/a b", "/.git", "/a..b", "/é", "/api/v1/config?x", "/%61pi/v1"
            })
    void path_withTwoReadings_isRefused(String path) {
        assertThat(Limits.isCanonical(CONTEXT + path, CONTEXT.length())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        ", diamond:8080, false",
        ", , false",
        "http://diamond:8080, diamond:8080, false",
        "https://Diamond.example, diamond.example, false",
        "https://diamond:8443, diamond, false",
        "http://[::1]:8080, [::1]:8080, false",
        "http://evil.example, diamond:8080, true",
        "http://diamond.evil.example:8080, diamond:8080, true",
        "null, diamond:8080, true",
        "file://, diamond:8080, true",
        "http://diamond:8080, , true",
    })
    void origin_isComparedWithTheHostThatIsAsked(String origin, String host, boolean ofAnotherSite) {
        assertThat(Limits.isOfAnotherSite(origin, host)).isEqualTo(ofAnotherSite);
    }
}
