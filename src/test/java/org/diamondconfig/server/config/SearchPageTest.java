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
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.access.Rights;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPageTest {

    private static final Epoch EPOCH = new Epoch(1, "00000000000000aa");

    /** In the order of keys, as the database holds them. */
    private final List<Search.Row> rows = new ArrayList<>();

    private int slices;
    private int asked;

    private void has(String namespace, int count) {
        has(namespace, "G", count);
    }

    private void has(String namespace, String group, int count) {
        IntStream.range(0, count)
                .mapToObj(i -> new ConfigKey(namespace, group, String.format("k%05d", i)))
                .forEach(key -> rows.add(row(key)));
    }

    private static Search.Row row(ConfigKey key) {
        Config.Details details = new Config.Details("", List.of(), "", "ann", Instant.EPOCH);
        Search.Hit hit = new Search.Hit(key, EPOCH, 1, "", ConfigType.TEXT, details, false);
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

    /** Of the public namespace the keys of this group, as rights know it. It counts how often it is asked. */
    private Search.Sight ofGroup(String one) {
        Rights rights =
                Rights.of(List.of(new Grant(Grant.Effect.ALLOW, List.of("read"), ConfigKey.PUBLIC_ALIAS, one, "*")));
        return new Search.Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                asked++;
                return rights.allowNamespace(Action.READ, namespace);
            }

            @Override
            public Optional<String> groupFrom(String namespace, String group) {
                asked++;
                return rights.groupFrom(Action.READ, namespace, group);
            }

            @Override
            public boolean has(ConfigKey key) {
                asked++;
                return rights.allow(Action.READ, key);
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
        if (namespace != 0 || place.group() == null) {
            return namespace > 0;
        }
        int group = row.group().compareTo(place.group());
        return group > 0
                || (group == 0 && (place.dataId() == null || row.dataId().compareTo(place.dataId()) > 0));
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

    @ParameterizedTest
    @ValueSource(strings = {"g15", "g15*", "*15"})
    void groupsThatMayNotBeSeen_arePassedOver_withoutAskingAboutTheirKeys(String one) {
        IntStream.range(0, 30).forEach(i -> has("", String.format("g%02d", i), i == 15 ? 3 : 10_000));

        Search.Page page = page(ofGroup(one), Optional.empty(), 10);

        assertThat(page.hits()).extracting(hit -> hit.key().group()).containsExactly("g15", "g15", "g15");
        assertThat(page.next()).isEmpty();
        assertThat(asked).isLessThan(one.startsWith("*") ? 20_000 : 2_500);
    }

    @Test
    void keysThatMayNotBeSeenWithinAGroup_areReadInEverLargerSlices() {
        has("", 100_000);

        Search.Page page = page(sight(key -> key.dataId().equals("k99999"), ""), Optional.empty(), 10);

        assertThat(page.hits()).hasSize(1);
        assertThat(slices).isLessThan(20);
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
