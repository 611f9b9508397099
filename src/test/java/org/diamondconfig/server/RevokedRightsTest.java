/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right that was taken stays taken, whatever somebody learnt of the account before. */
class RevokedRightsTest {

    private static final Grant READ_ALL = Grant.allow(Bundle.READER, ConfigKey.PUBLIC_ALIAS);

    @Test
    void whoAsksOfAnAccountThatWasReadBefore_doesNotBringItsRightsBack(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, Map.of("diamond.access", "closed"))) {
            Accounts accounts = server.part(Accounts.class);
            String token = TestTokens.issue(accounts, server.part(Tokens.class), READ_ALL);
            Subject subject = new Subject(Subject.Kind.TOKEN, token.split("_")[1]);
            Account before = accounts.find(subject).orElseThrow();

            TestTokens.grant(accounts, token);

            assertThat(TestTokens.grants(accounts, before)).isEmpty();
            assertThat(accounts.rights(subject.toString()).allow(Action.READ, ConfigKey.of("G", "key")))
                    .isFalse();
        }
    }
}
