/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Scope;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas that were set: on the node that took them, on another, after a restart, and without the database. */
class QuotaBookTest {

    private static final Scope PUBLIC = Scope.ofNamespace("");
    private static final Scope CARTS = new Scope("", "carts");
    private static final ConfigKey DOCUMENT = new ConfigKey(Access.RESERVED, "quota", "public");
    private static final ConfigKey A = ConfigKey.of("carts", "a");
    private static final ConfigKey B = ConfigKey.of("carts", "b");

    @TempDir
    private Path folder;

    private TestStore storeOfA;
    private TestStore storeOfB;
    private QuotaNode a;
    private QuotaNode b;

    @BeforeEach
    void start() {
        storeOfA = TestStore.h2(folder.resolve("store")).started();
        storeOfB = storeOfA.another().started();
        a = new QuotaNode(storeOfA, folder.resolve("a"));
        b = new QuotaNode(storeOfB, folder.resolve("b"));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        storeOfB.close();
        storeOfA.close();
    }

    private static void assertFull(QuotaNode node, ConfigKey key) {
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> node.publish(key, "1"));
    }

    @Test
    void quota_holdsAtOnceWhereItWasSet_andElsewhereWhenItIsTold() {
        a.set(PUBLIC, new Quota(1, 0));
        a.publish(A, "1");
        b.hear(A);

        assertFull(a, B);
        assertThat(b.quotas().of(PUBLIC)).isEqualTo(Quota.NONE);
        b.hear(DOCUMENT);
        assertFull(b, B);
    }

    @Test
    void whatOneNodeTook_countsOnAnotherAsSoonAsItIsTold() {
        a.set(CARTS, new Quota(1, 0));
        b.hear(new ConfigKey(Access.RESERVED, "quota", "public/carts"));
        a.publish(A, "12345");

        assertThat(b.quotas().held(CARTS)).isEqualTo(Amount.NONE);
        b.hear(A);

        assertThat(b.quotas().held(CARTS)).isEqualTo(new Amount(1, 5));
        assertFull(b, B);
    }

    @Test
    void removalMakesRoomAtOnce_andAShorterContentToo() {
        a.set(PUBLIC, new Quota(2, 10));
        a.publish(A, "1234567890");
        assertFull(a, B);

        a.publish(A, "123456789");
        a.publish(B, "1");
        assertFull(a, ConfigKey.of("carts", "c"));
        a.remove(B);

        assertThatCode(() -> a.publish(ConfigKey.of("carts", "c"), "1")).doesNotThrowAnyException();
    }

    @Test
    void scopeOverItsQuota_keepsWhatItHas_andMayChangeWithinIt() {
        a.publish(A, "12345");
        a.publish(B, "12345");
        a.set(PUBLIC, new Quota(1, 5));

        a.publish(A, "54321");
        a.publish(B, "1");
        assertFull(a, ConfigKey.of("carts", "c"));
        a.remove(A);
    }

    @Test
    void quotaThatWasTakenAway_holdsNoMore_andCannotBeTakenTwice() {
        a.set(PUBLIC, new Quota(1, 0));
        a.publish(A, "1");
        a.remove(PUBLIC);

        assertThatCode(() -> a.publish(B, "1")).doesNotThrowAnyException();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> a.remove(PUBLIC))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("QUOTA_NOT_FOUND"));
    }

    @Test
    void quotaAndCounts_areThereAfterARestartWithoutTheDatabase() {
        a.set(CARTS, new Quota(5, 7));
        a.publish(A, "12345");
        a.close();
        storeOfA.close();

        a = new QuotaNode(storeOfA, folder.resolve("a"));

        assertThat(a.quotas().of(CARTS)).isEqualTo(new Quota(5, 7));
        assertThat(a.quotas().held(CARTS)).isEqualTo(new Amount(1, 5));
        assertThat(a.quotas().held(PUBLIC)).isEqualTo(new Amount(1, 5));
    }

    @Test
    void quotaThatSomebodySpoiltByHand_isAsIfNoneWasSet() {
        a.set(PUBLIC, new Quota(1, 0));
        a.publish(DOCUMENT, "{\"keys\":\"many\"}");
        assertThat(a.quotas().of(PUBLIC)).isEqualTo(Quota.NONE);

        a.publish(new ConfigKey(Access.RESERVED, "quota", "a/b/c"), "{\"keys\":1}");
        a.set(PUBLIC, new Quota(2, 0));

        assertThat(a.quotas().limited()).containsExactly(PUBLIC);
    }

    @Test
    void namespaceThatIsNotThere_getsNoQuota() {
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> a.set(Scope.ofNamespace("nowhere"), new Quota(1, 0)))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("NAMESPACE_NOT_FOUND"));
    }
}
