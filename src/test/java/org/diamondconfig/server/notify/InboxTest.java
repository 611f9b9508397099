/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Epoch EPOCH = new Epoch(1, "00000000000000aa");
    private static final ConfigKey A = ConfigKey.of("G", "a");
    private static final ConfigKey B = ConfigKey.of("G", "b");

    private final ManualTicker ticker = new ManualTicker();
    private final ManualScheduler scheduler = new ManualScheduler(ticker);
    private final Trace trace = new Trace(ticker, Clock.systemUTC());
    private final Map<ConfigKey, Long> database = new HashMap<>();
    private final Map<ConfigKey, Long> dump = new HashMap<>();
    private final List<ConfigKey> reads = new ArrayList<>();
    private final Inbox inbox = new Inbox(this::isLevel, this::follow, scheduler, trace, new PrometheusRegistry());

    private boolean isLevel(ConfigChanged change) {
        return dump.getOrDefault(change.key(), 0L) >= change.version();
    }

    private boolean follow(ConfigChanged change) {
        reads.add(change.key());
        dump.put(change.key(), database.getOrDefault(change.key(), 0L));
        return isLevel(change);
    }

    private void told(ConfigKey key, long version) {
        inbox.take("c".repeat(32), List.of(ConfigChanged.of(key, EPOCH, version)));
    }

    @Test
    void notice_isReadFromTheDatabase_butNotByTheOneWhoTells() {
        database.put(A, 3L);

        told(A, 3);
        assertThat(reads).isEmpty();
        scheduler.runDue();

        assertThat(dump).containsEntry(A, 3L);
        assertThat(trace.of(A, 3)).singleElement().satisfies(mark -> {
            assertThat(mark.step()).isEqualTo(Trace.Step.NOTIFY);
            assertThat(mark.detail()).isEqualTo("from node " + "c".repeat(32));
        });
    }

    @Test
    void noticeAgain_orLate_orOfAnOlderVersion_costsNoRead() {
        database.put(A, 3L);
        told(A, 3);
        scheduler.runDue();

        told(A, 3);
        told(A, 1);
        told(A, 2);
        scheduler.runDue();

        assertThat(reads).containsExactly(A);
    }

    @Test
    void noticesOfOneKey_areOneRead_forTheHighestVersion() {
        database.put(A, 3L);

        told(A, 3);
        told(A, 1);
        told(A, 2);
        scheduler.runDue();

        assertThat(reads).containsExactly(A);
        assertThat(dump).containsEntry(A, 3L);
    }

    @Test
    void databaseThatLags_isAskedUntilItHasTheVersion() {
        database.put(A, 2L);
        told(A, 3);
        scheduler.runDue();
        assertThat(dump).containsEntry(A, 2L);

        database.put(A, 3L);
        scheduler.advance(Duration.ofMillis(50));

        assertThat(dump).containsEntry(A, 3L);
        scheduler.advance(Duration.ofMinutes(1));
        assertThat(reads).hasSize(2);
    }

    @Test
    void versionThatNeverComes_isLeftToTheSweepAfterATime_andHoldsUpNoOtherKey() {
        database.put(B, 1L);
        told(A, Long.MAX_VALUE);
        told(B, 1);
        scheduler.runDue();
        assertThat(dump).containsEntry(B, 1L);

        scheduler.advance(Duration.ofSeconds(30));

        assertThat(reads.stream().filter(A::equals)).hasSize(9);
        scheduler.advance(Duration.ofMinutes(10));
        assertThat(reads.stream().filter(A::equals)).hasSize(9);
    }

    @Test
    void noticeThatNoThreadIsGivenFor_isReadWithTheNext() {
        database.put(A, 1L);
        database.put(B, 1L);
        scheduler.refuse(true);
        told(A, 1);
        scheduler.refuse(false);

        told(B, 1);
        scheduler.runDue();

        assertThat(dump).containsEntry(A, 1L).containsEntry(B, 1L);
    }

    @Test
    void moreKeysThanFit_areLeftToTheSweep() {
        for (int i = 0; i < Inbox.CAPACITY + 50; i++) {
            told(ConfigKey.of("G", "k" + i), 1);
        }
        scheduler.runDue();

        assertThat(reads.stream().distinct()).hasSize(Inbox.CAPACITY);
    }

    @Test
    void moreKeysThanFit_thatTheDatabaseDoesNotHaveYet_areLeftToTheSweep() {
        for (int i = 0; i < Inbox.CAPACITY + 50; i++) {
            told(ConfigKey.of("G", "k" + i), 1);
            scheduler.runDue();
        }
        assertThat(reads).hasSize(Inbox.CAPACITY + 50);

        scheduler.advance(Duration.ofMillis(50));

        assertThat(reads).hasSize(2 * Inbox.CAPACITY + 50);
    }
}
