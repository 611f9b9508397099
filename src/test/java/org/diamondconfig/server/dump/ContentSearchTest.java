/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every content that holds the text is found, in order, a page at a time, and the time is bounded. */
class ContentSearchTest {

    @TempDir
    private Path data;

    private DumpNode node;
    private ContentSearch search;

    @BeforeEach
    void publish() {
        node = new DumpNode(data, new FakeFeed()).started();
        search = new ContentSearch(node.table, node.dump, node.settings, node.ticker);
        for (int i = 0; i < 10; i++) {
            node.publish(key(i), "name: größe" + i + "\nparity: " + (i % 2 == 0 ? "even" : "odd"));
        }
    }

    private static ConfigKey key(int i) {
        return ConfigKey.of("group", "d" + i);
    }

    private static ContentSearch.Query<Integer> query(String text, Optional<ConfigKey> after, int limit) {
        return query(text, key -> true, after, limit);
    }

    private static ContentSearch.Query<Integer> query(
            String text, Predicate<ConfigKey> among, Optional<ConfigKey> after, int limit) {
        return new ContentSearch.Query<>(
                content -> Optional.of(new String(content, StandardCharsets.UTF_8).indexOf(text))
                        .filter(at -> at >= 0),
                among,
                after,
                limit);
    }

    private static List<ConfigKey> keys(ContentSearch.Hits<?> hits) {
        return hits.found().stream().map(hit -> hit.entry().key()).toList();
    }

    @Test
    void pages_followEachOtherWithoutGapOrRepetition() {
        ContentSearch.Hits<Integer> first = search.find(query("even", Optional.empty(), 3));
        ContentSearch.Hits<Integer> second = search.find(query("even", first.next(), 3));

        assertThat(keys(first)).containsExactly(key(0), key(2), key(4));
        assertThat(keys(second)).containsExactly(key(6), key(8));
        assertThat(second.next()).isEmpty();
        assertThat(first.cut() || second.cut()).isFalse();
    }

    @Test
    void hit_tellsWhereItIs() {
        ContentSearch.Hits<Integer> hits = search.find(query("größe7", Optional.empty(), 5));

        assertThat(hits.found()).extracting(ContentSearch.Hit::place).containsExactly(6);
        assertThat(keys(hits)).containsExactly(key(7));
    }

    @Test
    void keysNotAskedFor_areNotLookedAt() {
        Predicate<ConfigKey> one = key -> key.equals(key(2));

        assertThat(keys(search.find(query("even", one, Optional.empty(), 5)))).containsExactly(key(2));
    }

    @Test
    void partOfTheDump_isNotSearched() {
        DumpNode loading = new DumpNode(data.resolve("loading"), new FakeFeed());
        loading.dump.start();
        loading.publish(key(1), "even");
        ContentSearch part = new ContentSearch(loading.table, loading.dump, loading.settings, loading.ticker);

        assertThat(loading.dump.isComplete()).isFalse();
        for (ThrowingCallable look : List.<ThrowingCallable>of(
                () -> part.find(query("even", Optional.empty(), 5)),
                () -> part.keys(key -> true),
                () -> part.each(key -> true, entry -> {}))) {
            assertThatThrownBy(look).hasFieldOrPropertyWithValue("code", "DUMP_LOADING");
        }
    }

    @Test
    void searchOutOfTime_saysSoAndGoesOnWhereItStopped() {
        Predicate<ConfigKey> slow = key -> {
            node.ticker.advance(Duration.ofSeconds(1));
            return true;
        };

        ContentSearch.Hits<Integer> cut = search.find(query("even", slow, Optional.empty(), 50));
        ContentSearch.Hits<Integer> rest = search.find(query("even", cut.next(), 50));

        assertThat(cut.cut()).isTrue();
        assertThat(cut.next()).contains(key(0));
        assertThat(cut.found().size() + rest.found().size()).isEqualTo(5);
        assertThat(rest.cut()).isFalse();
    }
}
