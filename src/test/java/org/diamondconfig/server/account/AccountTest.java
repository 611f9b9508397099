/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

    private static Account read(String subject, String json) {
        return Account.read(Subject.parse(subject), JsonObject.of(Json.parse(json), "account"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"expires\":\"2030-01-01T00:00:00Z\"}", "{\"networks\":[\"10.0.0.0/8\"]}"})
    void group_hasNeitherAnEndNorNetworks(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("group:ops", json))
                .withMessageStartingWith("subject: a group");
    }

    @Test
    void subjectOfANetwork_namesOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("network:legacy", "{}"))
                .withMessageStartingWith("networks:");
    }

    @Test
    void account_isReadAsItWasKept() {
        Account token = Account.of(Subject.parse("token:0a1b2c3d"), Grant.allow(Bundle.READER, "shop"))
                .withSecrets(List.of("abc"));

        assertThat(Account.stored(token.subject(), token.stored())).isEqualTo(token);
    }
}
