/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** A change and its entry in the audit trail are one: both there or neither, on every database. */
abstract class ConfigAuditContract extends StoreKit {

    private List<String> trail() {
        return TestAudit.lines(store);
    }

    @Test
    void eachChange_hasOneEntry_withItsVersions() {
        publish(FOO, "one");
        publish(FOO, "two");
        remove(FOO);
        Config first = new Config(
                FOO,
                store.database().epoch().orElseThrow(),
                1,
                Md5.hex("one"),
                ConfigType.TEXT,
                "one",
                new Config.Details("", List.of(), "", "", Instant.EPOCH));
        publish(FOO, "three");
        configs.restore(BOB, first, Precondition.NONE, "", Optional.empty());

        assertThat(trail())
                .containsExactly(
                        "ann publish public/G/foo 0>1 done",
                        "ann publish public/G/foo 1>2 done",
                        "ann remove public/G/foo 2>3 done",
                        "ann publish public/G/foo 3>4 done",
                        "bob rollback public/G/foo 4>5 done");
    }

    @Test
    void whatChangesNothing_hasNone() {
        publish(FOO, "one");
        publish(FOO, "one");
        assertThatThrownBy(() -> publishIf(7, "two")).isInstanceOf(PreconditionFailed.class);
        assertThatThrownBy(() -> remove(BAR)).isInstanceOf(NotFound.class);

        assertThat(trail()).containsExactly("ann publish public/G/foo 0>1 done");
    }

    @Test
    void theSameRequestAgain_hasNoEntryMore() {
        Publication named = Publication.of(FOO, "one").withIdempotencyKey("once");
        configs.publish(ANN, named);
        publish(FOO, "two");
        configs.publish(ANN, named);

        assertThat(trail()).containsExactly("ann publish public/G/foo 0>1 done", "ann publish public/G/foo 1>2 done");
    }

    @Test
    void batch_hasAnEntryForEachKeyThatChanged() {
        publish(BAR, "same");

        configs.publishAll(ANN, List.of(Publication.of(FOO, "one"), Publication.of(BAR, "same")));

        assertThat(trail()).containsExactly("ann publish public/G/bar 0>1 done", "ann publish public/G/foo 0>1 done");
    }

    /** Lost races are tried again whole. */
    @Test
    void racingChanges_haveOneEntryEach() {
        List<CompletableFuture<Published>> racing = IntStream.range(0, 8)
                .mapToObj(turn -> CompletableFuture.supplyAsync(() -> publish(FOO, "content " + turn)))
                .toList();
        long made = racing.stream()
                .map(each -> each.handle((published, failure) -> failure == null))
                .filter(CompletableFuture::join)
                .count();

        assertThat(trail()).hasSize((int) made).doesNotHaveDuplicates();
    }

    @Test
    void changeThatIsUndone_hasNone() {
        assertThatThrownBy(() -> store.database().write(entities -> {
                    wired.store().merge(entities, BOB, FOO, Optional.of("merged"), "");
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(trail()).isEmpty();
    }

    @Test
    void merge_isTheServersOwn() {
        store.database().write(entities -> wired.store().merge(entities, BOB, FOO, Optional.of("merged"), ""));

        assertThat(trail()).containsExactly("system merge public/G/foo 0>1 done");
    }

    @Test
    void changeByHand_isTheDatabases() {
        publish(FOO, "one");
        store.sql("update config_info set content = 'by hand'");
        configs.recordByHand(FOO, 1);

        assertThat(trail())
                .containsExactly("ann publish public/G/foo 0>1 done", "database change-by-hand public/G/foo 1>2 done");
    }

    @Test
    void content_isInNoColumn() {
        configs.publish(ANN, Publication.of(FOO, "s3cr3t-marker").withComment("s3cr3t-comment"));

        List<?> rows = store.database()
                .read(
                        Lane.READ,
                        entities -> entities.createNativeQuery("select * from audit_entry")
                                .getResultList());
        assertThat(rows).hasSize(1);
        assertThat((Object[]) rows.get(0))
                .noneMatch(column -> String.valueOf(column).contains("s3cr3t"));
    }
}
