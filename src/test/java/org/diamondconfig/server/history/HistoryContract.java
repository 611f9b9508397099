/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history must do over every database. A subclass names one. */
abstract class HistoryContract {

    private static final ConfigKey FOO = ConfigKey.of("G", "foo");
    private static final Caller ANN = new Caller("ann", "10.0.0.1", "", "");

    @TempDir
    Path folder;

    private TestStore store;
    private TestConfigs wired;
    private Histories histories;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        wired = new TestConfigs(store);
        histories = new Histories(
                new HistoryStore(store.database(), new RequestStore()),
                wired.configs(),
                TestAudit.queue(store),
                store.settings(),
                store.scheduler());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void publish(int versions) {
        for (int version = 1; version <= versions; version++) {
            wired.configs().publish(ANN, Publication.of(FOO, "v" + version).withComment("c" + version));
        }
    }

    private Published rollback(long version) {
        return histories.rollback(ANN, new Histories.Target(FOO, version), Precondition.NONE, "", Optional.empty());
    }

    private List<Long> versions() {
        return histories.list(FOO, Optional.empty(), 500).revisions().stream()
                .map(revision -> revision.config().version())
                .toList();
    }

    @Test
    void rowOfAVersion_holdsItsContent_andWhoFromWhereAndWhy() {
        publish(3);

        Revision second = histories.find(FOO, 2).orElseThrow();

        assertThat(second.config().content()).isEqualTo("v2");
        assertThat(second.config().key()).isEqualTo(FOO);
        assertThat(second.config().details().publishedBy()).isEqualTo("ann");
        assertThat(second.address()).isEqualTo("10.0.0.1");
        assertThat(second.comment()).isEqualTo("c2");
        assertThat(second.operation()).isEqualTo("publish");
        assertThat(histories.find(FOO, 9)).isEmpty();
    }

    @Test
    void list_pagesNewestFirst() {
        publish(5);

        Revision.Page first = histories.list(FOO, Optional.empty(), 2);
        Revision.Page second = histories.list(FOO, first.next(), 2);
        Revision.Page last = histories.list(FOO, second.next(), 2);

        assertThat(first.revisions()).extracting(r -> r.config().version()).containsExactly(5L, 4L);
        assertThat(second.revisions()).extracting(r -> r.config().version()).containsExactly(3L, 2L);
        assertThat(last.revisions()).extracting(r -> r.config().version()).containsExactly(1L);
        assertThat(last.next()).isEmpty();
        assertThatThrownBy(() -> histories.list(FOO, Optional.of("x"), 2)).isInstanceOf(BadRequest.class);
    }

    @Test
    void rollback_isANewVersion_withContentTypeAndLabelsOfTheOld() {
        wired.configs()
                .publish(
                        ANN,
                        Publication.of(FOO, "a: 1")
                                .withType(ConfigType.YAML)
                                .withDetails(Optional.of("d"), Optional.of(List.of("t")), Optional.empty()));
        wired.configs()
                .publish(
                        ANN,
                        Publication.of(FOO, "{}")
                                .withType(ConfigType.JSON)
                                .withDetails(Optional.of(""), Optional.of(List.of()), Optional.empty()));

        assertThat(rollback(1).version()).isEqualTo(3);

        Config now = wired.configs().find(FOO).orElseThrow();
        assertThat(now.content()).isEqualTo("a: 1");
        assertThat(now.type()).isEqualTo(ConfigType.YAML);
        assertThat(now.details().description()).isEqualTo("d");
        assertThat(now.details().tags()).containsExactly("t");
        assertThat(histories.find(FOO, 3).orElseThrow().operation()).isEqualTo("rollback");
        assertThat(histories.find(FOO, 3).orElseThrow().comment()).isEqualTo("back to version 1");
    }

    @Test
    void rollback_toARemoval_removes_andToNoVersionIs404() {
        publish(1);
        wired.configs().remove(ANN, FOO, Precondition.NONE, "", Optional.empty());
        wired.configs().publish(ANN, Publication.of(FOO, "again"));

        rollback(2);

        assertThat(wired.configs().find(FOO).orElseThrow().present()).isFalse();
        assertThatThrownBy(() -> rollback(77)).isInstanceOf(NotFound.class);
    }

    @Test
    void retention_letsGoWhatIsOld_butKeepsTheNewestOfEachKey() {
        publish(25);
        store.sql("update config_history set changed_at = TIMESTAMPADD(DAY, -31, NOW(6)) where version <= 20");
        wired.configs().publish(ANN, Publication.of(ConfigKey.of("G", "quiet"), "x"));
        store.sql("update config_history set changed_at = TIMESTAMPADD(DAY, -99, NOW(6)) where data_id = 'quiet'");
        histories.start();

        store.scheduler().advance(Duration.ofHours(1));

        assertThat(versions()).hasSize(10).first().isEqualTo(25L);
        assertThat(histories.find(ConfigKey.of("G", "quiet"), 1)).isPresent();
    }

    @Test
    void retention_keepsWhatIsYoung_howeverManyThereAre() {
        publish(15);

        histories.retain();

        assertThat(versions()).hasSize(15);
    }

    @Test
    void retention_forgetsRequestsAfterADay() {
        Publication once = Publication.of(FOO, "a").withIdempotencyKey("k");
        wired.configs().publish(ANN, once);
        wired.configs().publish(ANN, Publication.of(FOO, "b"));

        histories.retain();
        assertThat(wired.configs().publish(ANN, once).version()).isEqualTo(1);

        store.sql("update request_outcome set created_at = TIMESTAMPADD(HOUR, -25, NOW(6))");
        histories.retain();
        assertThat(wired.configs().publish(ANN, once).version()).isEqualTo(3);
    }
}
