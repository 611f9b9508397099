/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.diamondconfig.server.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHeaderTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void parse_readsEveryField() {
        assertThat(ClientHeader.parse("id=" + ID + "; app=shop; v=0.1.0; slot=2; label.zone=eu-1"))
                .isEqualTo(new ClientHeader(ID, "shop", "0.1.0", "2", Map.of("zone", "eu-1")));
        assertThat(ClientHeader.parse("id=" + ID + ";app=;v=")).isEqualTo(new ClientHeader(ID, "", "", "", Map.of()));
    }

    @Test
    void parse_ignoresNamesOfANewerClient() {
        assertThat(ClientHeader.parse("id=" + ID + "; mood=calm"))
                .isEqualTo(new ClientHeader(ID, "", "", "", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "id=abc",
                "id=0123456789ABCDEF0123456789ABCDEF",
                "app=a;app=b",
                "app=a b",
                "app=<b>",
                "label.=x",
                "app=a;",
                "label.x=a,b"
            })
    void parse_refusesEveryOtherForm(String header) {
        assertThatThrownBy(() -> ClientHeader.parse(header))
                .isInstanceOfSatisfying(
                        BadRequest.class, refusal -> assertThat(refusal.code()).isEqualTo("BAD_CLIENT_HEADER"));
    }
}
