/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;

class SearchPageTest {

    private static final Epoch EPOCH = new Epoch(1, "00000000000000aa");

    /** In the order of keys, as the database holds them. */
    private final List<Search.Row> rows = new ArrayList<>();

    private int slices;

    private void has(String namespace, int count) {
        IntStream.range(0, count)
                .mapToObj(i -> new ConfigKey(namespace, "G", String.format("k%05d", i)))
                .forEach(key -> rows.add(row(key)));
    }

    private static Search.Row row(ConfigKey key) {
        Config.Details details = new Config.Details("", List.of(), "", "ann", Instant.EPOCH);
        Search.Hit hit = new Search.Hit(key, EPOCH, 1, "", ConfigType.TEXT, details);
        return new Search.Row(key.namespace(), key.group(), key.dataId(), Optional.of(hit));
    }

    private static Search.Sight sight(Predicate<ConfigKey> keys, String... namespaces) {
        return new Search.Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                return List.of(namespaces).contains(namespace);
            }

            @Override
            public boolean has(ConfigKey key) {
                return hasAnyOf(key.namespace()) && keys.test(key);
            }
        };
    }

    private Search.Page page(Search.Sight sight, Optional<String> cursor, int limit) {
        Search search = new Search(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cursor,
                limit);
        return search.page(sight, (place, most) -> {
            slices++;
            return rows.stream()
                    .filter(row -> place.map(start -> isBehind(row, start)).orElse(true))
                    .limit(most)
                    .toList();
        });
    }

    private static boolean isBehind(Search.Row row, Search.Place place) {
        int namespace = row.namespace().compareTo(place.namespace());
        return namespace > 0
                || (namespace == 0
                        && place.group() != null
                        && (row.group() + '\n' + row.dataId()).compareTo(place.group() + '\n' + place.dataId()) > 0);
    }

    private static String told(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }

    private static boolean isEven(ConfigKey key) {
        return (key.dataId().charAt(key.dataId().length() - 1) - '0') % 2 == 0;
    }

    @Test
    void whoSeesEverything_getsItsPageByOneLook() {
        has("", 60);

        assertThat(page(Search.Sight.ALL, Optional.empty(), 50).hits()).hasSize(50);
        assertThat(slices).isEqualTo(1);
    }

    @Test
    void whoSeesNothing_isToldNothing_andNoCursor() {
        has("", 3_000);
        has("secret", 10);

        Search.Page page = page(sight(key -> false, ""), Optional.empty(), 1);

        assertThat(page.hits()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    @Test
    void everyCursor_namesAKeyThatMayBeSeen_andPagesLoseNone() {
        has("", 1_501);
        List<String> seen = new ArrayList<>();
        List<String> cursors = new ArrayList<>();
        Optional<String> next = Optional.empty();

        do {
            Search.Page page = page(sight(SearchPageTest::isEven, ""), next, 7);
            page.hits().forEach(hit -> seen.add(hit.key().dataId()));
            next = page.next();
            next.ifPresent(cursors::add);
        } while (next.isPresent());

        assertThat(seen)
                .isEqualTo(rows.stream()
                        .map(row -> row.hit().orElseThrow().key())
                        .filter(SearchPageTest::isEven)
                        .map(ConfigKey::dataId)
                        .toList());
        assertThat(cursors)
                .hasSizeGreaterThan(100)
                .allMatch(cursor -> told(cursor).matches("\nG\nk\\d+[02468]"));
    }

    @Test
    void lastPermittedKey_hasNoCursor_whateverIsBehindIt() {
        has("", 1);
        has("secret", 700);

        Search.Page page = page(sight(key -> true, ""), Optional.empty(), 1);

        assertThat(page.hits()).hasSize(1);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void namespaceThatMayNotBeSeen_isPassedOverByOneLook() {
        has("a-secret", 100_000);
        has("b-secret", 100_000);
        has("open", 3);

        Search.Page page = page(sight(key -> true, "open"), Optional.empty(), 10);

        assertThat(page.hits()).hasSize(3);
        assertThat(slices).isLessThanOrEqualTo(3);
    }

    @Test
    void rowThatNoKeyMayName_isPassedOver_wholeSlicesOfThemToo() {
        IntStream.range(0, 1_200)
                .forEach(i -> rows.add(new Search.Row("", "G", String.format("a %05d", i), Optional.empty())));
        has("", 2);

        Search.Page page = page(Search.Sight.ALL, Optional.empty(), 1);

        assertThat(page.hits()).extracting(hit -> hit.key().dataId()).containsExactly("k00000");
        assertThat(page.next()).isPresent();
    }
}
