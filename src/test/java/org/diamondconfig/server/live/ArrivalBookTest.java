/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

/** When all nodes are asked again how far a version got. */
class ArrivalBookTest {

    private static final ConfigKey KEY = ConfigKey.of("G", "k");
    private static final String STRAGGLER = "{\"client\":\"c\",\"state\":\"behind\",\"reason\":\"\"}";

    private final ManualTicker ticker = new ManualTicker();
    private final List<CompletableFuture<byte[]>> questions = new ArrayList<>();
    private final List<ConfigKey> told = new ArrayList<>();
    private final ArrivalBook book = new ArrivalBook(
            key -> {
                questions.add(new CompletableFuture<>());
                return questions.get(questions.size() - 1);
            },
            ticker);

    private void askAfter(Duration time) {
        ticker.advance(time);
        book.ask(Set.of(KEY), (key, json) -> told.add(key));
    }

    private void answer(int version, String stragglers) {
        String json = "{\"version\":" + version + ",\"states\":{\"applied\":1},\"stragglers\":[" + stragglers
                + "],\"missing\":[]}";
        questions.get(questions.size() - 1).complete(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void versionThatHasArrived_isAskedForNowAndThen() {
        askAfter(Duration.ZERO);
        answer(1, "");

        askAfter(ArrivalBook.CALM.minusNanos(1));
        assertThat(questions).hasSize(1);
        askAfter(Duration.ofNanos(1));

        assertThat(questions).hasSize(2);
        assertThat(told).containsExactly(KEY);
    }

    @Test
    void versionThatIsOnItsWay_isAskedForSoon() {
        askAfter(Duration.ZERO);
        answer(1, STRAGGLER);

        askAfter(ArrivalBook.QUICK);

        assertThat(questions).hasSize(2);
    }

    @Test
    void changeWhileTheVersionBeforeIsAskedFor_isAskedForSoon() {
        askAfter(Duration.ZERO);
        book.changed(KEY);
        answer(1, "");

        askAfter(ArrivalBook.QUICK);
        assertThat(questions).hasSize(2);
        answer(2, "");
        askAfter(ArrivalBook.QUICK);

        assertThat(questions).hasSize(2);
    }
}
