/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request counts as. The routes of the API are walked by the test of the kinds of all routes. */
class KindTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /config.co, READS",
        "HEAD, /config.do, READS",
        "POST, /config.co, POLLS",
        "POST, /config.do, POLLS",
        "GET, /admin.do, WRITES",
        "POST, /admin.do, WRITES",
        "POST, /basestone.do, WRITES",
        "GET, /datum.do, WRITES",
        "GET, /notify.do, WRITES",
        "GET, /config, READS",
        "POST, /config, READS",
        "GET, /getProbeModify, POLLS",
        "POST, /getProbeModify, POLLS",
        "GET, /publishConfig, WRITES",
        "POST, /publishConfig, WRITES",
        "GET, /notify, WRITES",
        "GET, /metrics, READS",
        "GET, /, READS",
        "GET, /nothing, READS",
        "PUT, /nothing, WRITES",
        "POST, /api/v1/session, WRITES",
        "GET, /api/v1/session, READS",
        "DELETE, /api/v1/session, WRITES",
        "PUT, /api/v1/session/password, WRITES",
        "GET, /health/live, FREE",
        "GET, /health/ready, FREE",
        "GET, /namesrv/addrs, FREE",
        "GET, /diamond, FREE",
        "GET, /diamond-unit-center, FREE",
        "GET, /unit-list, FREE",
        "POST, /api/v1/peer/notify, FREE",
        "POST, /api/v1/peer/subscribers, FREE",
        "POST, /api/v1/peer/glance, FREE",
        "GET, /health/live/, READS",
        "GET, /health, READS"
    })
    void request_isCountedAs(String method, String path, Kind kind) {
        assertThat(Kind.of(method, path)).isEqualTo(kind);
    }
}
