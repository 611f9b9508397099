/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.audit.TestAudit;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What states of providers must do over every database. A subclass names one. */
abstract class ProviderStoreContract {

    private static final ConfigKey FOO = ConfigKey.of("G", "foo");
    private static final Caller ANN = new Caller("ann", "10.0.0.1", "", "shop");

    @TempDir
    Path folder;

    private TestStore store;
    private ProviderStore providers;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        providers =
                new ProviderStore(store.database(), new RequestStore(), TestAudit.store(store), TestAudit.queue(store));
        Stream.of("a", "A", "b").forEach(this::datum);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void datum(String datumId) {
        store.sql("insert into config_info_aggr (id, namespace_id, group_id, data_id, datum_id, version, content, md5,"
                + " bytes, app_name, changed_by, client_address, changed_at) values ("
                + store.database().newId() + ", '', 'G', 'foo', '" + datumId + "', 1, 'x', '', 1, '', '', '', NOW(6))");
    }

    private Provider.Set set(String datumId, ProviderState state) {
        return providers.set(new StateChange(ANN, FOO, datumId, state, "why", Optional.empty()));
    }

    private List<String> words() {
        return providers.standings(FOO).stream()
                .map(standing -> standing.datumId() + " " + standing.state().word() + " " + standing.version())
                .sorted()
                .toList();
    }

    @Test
    void state_isThatOfTheDatumOfThatName_toTheByte() {
        set("a", ProviderState.OFFLINE);

        assertThat(providers.up(FOO)).containsExactlyInAnyOrder("A", "b");
        assertThat(words()).containsExactly("a offline 1");
        assertThatThrownBy(() -> set("B", ProviderState.UP)).isInstanceOf(NotFound.class);
        assertThat(providers.up(ConfigKey.of("G", "FOO"))).isEmpty();
    }

    @Test
    void history_hasEachChange_withWhoAndWhy() {
        set("a", ProviderState.OFFLINE);
        set("a", ProviderState.OFFLINE);
        set("a", ProviderState.UP);

        assertThat(providers.revisions(FOO, "a", Long.MAX_VALUE, 10))
                .extracting(change -> change.standing().version())
                .containsExactly(2L, 1L);
        Provider.Revision first = providers.revisions(FOO, "a", 2, 10).get(0);
        assertThat(first.standing().state()).isEqualTo(ProviderState.OFFLINE);
        assertThat(first.standing().by()).isEqualTo("ann");
        assertThat(first.address()).isEqualTo("10.0.0.1");
        assertThat(first.comment()).isEqualTo("why");
    }

    @Test
    void racingChanges_areCountedOneAfterTheOther() {
        List<CompletableFuture<Provider.Set>> racing = IntStream.range(0, 8)
                .mapToObj(turn -> CompletableFuture.supplyAsync(
                        () -> set("a", turn % 2 == 0 ? ProviderState.DOWN : ProviderState.OFFLINE)))
                .toList();

        long changes = racing.stream()
                .map(CompletableFuture::join)
                .filter(Provider.Set::changed)
                .count();

        assertThat(providers.revisions(FOO, "a", Long.MAX_VALUE, 100)).hasSize((int) changes);
        assertThat(providers.standings(FOO).get(0).version()).isEqualTo(changes);
        assertThat(TestAudit.lines(store)).as("the audit trail").hasSize((int) changes);
    }

    @Test
    void old_isLetGo_butNotTheStateOfADatumThatIsThere() {
        set("a", ProviderState.OFFLINE);
        set("b", ProviderState.DOWN);
        store.sql("delete from config_info_aggr where datum_id = 'b'");
        assertThat(providers.forget(Duration.ofDays(30))).isFalse();
        assertThat(words()).containsExactly("a offline 1", "b down 1");

        store.sql("update config_provider set changed_at = TIMESTAMPADD(DAY, -31, NOW(6))");
        store.sql("update config_provider_history set changed_at = TIMESTAMPADD(DAY, -31, NOW(6))");
        providers.forget(Duration.ofDays(30));

        assertThat(words()).containsExactly("a offline 1");
        assertThat(providers.revisions(FOO, "a", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(set("a", ProviderState.UP).version()).isEqualTo(2);
    }
}
