/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.diamondconfig.server.config.ConfigFeed.Place.BEFORE_ALL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.namespace.Namespace;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.Test;

/** What every database under the configurations must find, and how namespaces hold them. A subclass names one. */
abstract class ConfigSearchContract extends StoreKit {

    @Test
    void search_takesStarsOnlyAsWildcards() {
        for (String name : List.of("a.b", "a_b", "axb", "A.b", "a.b.c")) {
            publish(ConfigKey.of("G", name), "x");
        }

        assertThat(found("a_b")).containsExactly("a_b");
        assertThat(found("a_*")).containsExactly("a_b");
        assertThat(found("a.b*")).containsExactly("a.b", "a.b.c");
        assertThat(found("*.b")).containsExactly("A.b", "a.b");
        assertThat(found("%")).isEmpty();
        assertThat(found("a!*")).isEmpty();
        assertThat(found("a?b")).containsExactly("a.b", "a_b", "axb");
        assertThat(found("a?")).isEmpty();
        assertThat(found("' or 1=1 --")).isEmpty();
        assertThat(found("*\\*")).isEmpty();
    }

    private List<String> found(String dataId) {
        return configs
                .search(search(Optional.of(dataId), Optional.empty(), Optional.empty(), 0), Search.Sight.ALL)
                .hits()
                .stream()
                .map(hit -> hit.key().dataId())
                .toList();
    }

    private static Search search(Optional<String> dataId, Optional<String> tag, Optional<String> cursor, int limit) {
        return new Search(
                Optional.empty(), Optional.of("G"), dataId, tag, Optional.empty(), Optional.empty(), cursor, limit);
    }

    @Test
    void search_findsTagsExactly() {
        configs.publish(ANN, tagged(FOO, "red", "a_b"));
        configs.publish(ANN, tagged(BAR, "dark red", "aXb"));

        assertThat(taggedKeys("red")).containsExactly(FOO);
        assertThat(taggedKeys("a_b")).containsExactly(FOO);
        assertThat(taggedKeys("Red")).isEmpty();
        assertThat(taggedKeys("%")).isEmpty();
    }

    private List<ConfigKey> taggedKeys(String tag) {
        return configs
                .search(search(Optional.empty(), Optional.of(tag), Optional.empty(), 0), Search.Sight.ALL)
                .hits()
                .stream()
                .map(Search.Hit::key)
                .toList();
    }

    private static Publication tagged(ConfigKey key, String... tags) {
        return Publication.of(key, "x").withDetails(Optional.empty(), Optional.of(List.of(tags)), Optional.empty());
    }

    @Test
    void search_pagesByKey_withoutLossOrRepetition() {
        wired.namespaces().create(ANN, "dev", "", "");
        List<ConfigKey> keys = new ArrayList<>();
        for (String namespace : List.of("", "dev")) {
            for (String group : List.of("A", "a", "b")) {
                for (int i = 0; i < 4; i++) {
                    keys.add(new ConfigKey(namespace, group, "k" + i));
                    publish(keys.get(keys.size() - 1), "x");
                }
            }
        }
        List<ConfigKey> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();

        do {
            Search.Page page = configs.search(
                    new Search(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("k*"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            cursor,
                            5),
                    Search.Sight.ALL);
            page.hits().forEach(hit -> seen.add(hit.key()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(seen).isEqualTo(keys.stream().sorted().toList());
    }

    @Test
    void search_looksPastWhatMayNotBeSeen_andLeavesNamespacesOutAsAWhole() {
        for (String namespace : List.of("a", "b", "c")) {
            wired.namespaces().create(ANN, namespace, "", "");
            for (String dataId : List.of("k0", "k1", "k2", "k3")) {
                publish(new ConfigKey(namespace, "G", dataId), "x");
            }
        }
        Search.Sight some =
                sight(key -> !key.namespace().equals("b") && key.dataId().compareTo("k1") > 0, () -> {});

        Search.Page first = configs.search(search(Optional.empty(), Optional.empty(), Optional.empty(), 3), some);
        Search.Page second = configs.search(search(Optional.empty(), Optional.empty(), first.next(), 3), some);

        assertThat(first.hits())
                .extracting(hit -> hit.key().namespace() + hit.key().dataId())
                .containsExactly("ak2", "ak3", "ck2");
        assertThat(second.hits())
                .extracting(hit -> hit.key().namespace() + hit.key().dataId())
                .containsExactly("ck3");
        assertThat(second.next()).isEmpty();
        // Its first slice ends within b.
        Search.Page all = configs.search(search(Optional.empty(), Optional.empty(), Optional.empty(), 4), some);
        assertThat(all.hits())
                .extracting(hit -> hit.key().namespace() + hit.key().dataId())
                .containsExactly("ak2", "ak3", "ck2", "ck3");
        assertThat(all.next()).isEmpty();
    }

    @Test
    void search_goesOnAtTheNextGroupOfWhichAnythingMayBeSeen() {
        wired.namespaces().create(ANN, "dev", "", "");
        for (String namespace : List.of("", "dev")) {
            for (String group : List.of("a", "b", "b.x", "c")) {
                List.of("k0", "k1").forEach(dataId -> publish(new ConfigKey(namespace, group, dataId), "x"));
            }
        }
        Search.Sight someGroups = new Search.Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                return true;
            }

            @Override
            public Optional<String> groupFrom(String namespace, String group) {
                return Stream.of("b.x", "d")
                        .filter(name -> name.compareTo(group) >= 0)
                        .findFirst();
            }

            @Override
            public boolean has(ConfigKey key) {
                return key.group().equals("b.x");
            }
        };
        Search two = new Search(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2);

        Search.Page first = configs.search(two, someGroups);
        Search.Page second = configs.search(two.after(first.next().orElseThrow()), someGroups);

        assertThat(first.hits())
                .extracting(hit -> hit.key().toString())
                .hasSize(2)
                .allMatch(key -> key.contains("b.x"));
        assertThat(second.hits())
                .extracting(Search.Hit::key)
                .containsExactly(new ConfigKey("dev", "b.x", "k0"), new ConfigKey("dev", "b.x", "k1"));
        assertThat(second.next()).isEmpty();
    }

    private static Search.Sight sight(Predicate<ConfigKey> keys, Runnable look) {
        return new Search.Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                look.run();
                return !namespace.equals("b");
            }

            @Override
            public boolean has(ConfigKey key) {
                return keys.test(key);
            }
        };
    }

    @Test
    void search_thatFindsTooLittleInItsTime_isRefused() {
        publish(FOO, "x");
        publish(BAR, "x");
        Duration bound = store.settings().duration(Knob.SEARCH_TIMEOUT);

        assertThatThrownBy(() -> configs.search(
                        search(Optional.empty(), Optional.empty(), Optional.empty(), 1),
                        sight(key -> false, () -> wired.ticker().advance(bound))))
                .isInstanceOf(Unavailable.class)
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
    }

    @Test
    void search_withACursorOfItsOwnMaking_is400() {
        for (String cursor : List.of("x", "!", "YQpi", "")) {
            assertThatThrownBy(() -> configs.search(
                            search(Optional.empty(), Optional.empty(), Optional.of(cursor), 0), Search.Sight.ALL))
                    .isInstanceOf(BadRequest.class);
        }
    }

    @Test
    void feed_showsWhatChanged_tombstonesIncluded() {
        publish(FOO, "a");
        publish(BAR, "b");
        remove(BAR);

        List<ConfigFeed.Stamp> stamps = wired.feed()
                .changedWithin(Duration.ofSeconds(30), BEFORE_ALL, 100)
                .stamps();

        assertThat(stamps).extracting(ConfigFeed.Stamp::version).containsExactlyInAnyOrder(1L, 2L);
        List<ConfigFeed.Stamp> all = wired.feed().page(BEFORE_ALL, 100).stamps();
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(stamps)
                .isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
        ConfigFeed.Place first = wired.feed().page(BEFORE_ALL, 1).last();
        assertThat(wired.feed().page(first, 100).stamps()).containsExactly(all.get(1));
        assertThat(wired.feed().fetch(stamps.stream().map(ConfigFeed.Stamp::id).toList()))
                .extracting(Config::content)
                .containsExactlyInAnyOrder("a", "");
        store.sql("update config_info set changed_at = TIMESTAMPADD(SECOND, -60, changed_at)");
        assertThat(wired.feed()
                        .changedWithin(Duration.ofSeconds(30), BEFORE_ALL, 100)
                        .stamps())
                .isEmpty();
    }

    @Test
    void feed_tellsWhatChanged_pageByPage_eachOnce_inTheOrderOfTimesAndThenOfIds() {
        List<ConfigKey> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(ConfigKey.of("G", "key-" + i));
            publish(keys.get(i), "a");
            store.sql("update config_info set changed_at = TIMESTAMPADD(SECOND, -" + i
                    + ", NOW(6)) where data_id = 'key-" + i + "'");
        }
        assertThat(changedByTwos()).containsExactly(keys.get(4), keys.get(3), keys.get(2), keys.get(1), keys.get(0));

        store.sql("update config_info set changed_at = NOW(6)");
        assertThat(changedByTwos())
                .containsExactlyElementsOf(wired.feed().page(BEFORE_ALL, 100).stamps().stream()
                        .map(ConfigFeed.Stamp::key)
                        .toList());
    }

    private List<ConfigKey> changedByTwos() {
        List<ConfigKey> found = new ArrayList<>();
        ConfigFeed.Place after = BEFORE_ALL;
        ConfigFeed.Page page;
        do {
            page = wired.feed().changedWithin(Duration.ofSeconds(30), after, 2);
            page.stamps().forEach(stamp -> found.add(stamp.key()));
            after = page.last();
        } while (page.more());
        return found;
    }

    @Test
    void rowWithANameThatNoKeyMayHave_isCounted_andStopsNoReader() {
        List<ConfigKey> keys = List.of(FOO, BAR, ConfigKey.of("G", "zoo"));
        keys.forEach(key -> publish(key, "a"));
        store.sql("update config_info set data_id = 'no key' where data_id = '" + BAR.dataId() + "'");

        List<ConfigKey> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Search.Page page = configs.search(search(Optional.empty(), Optional.empty(), cursor, 1), Search.Sight.ALL);
            page.hits().forEach(hit -> found.add(hit.key()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(found).containsExactlyInAnyOrder(keys.get(0), keys.get(2));
        ConfigFeed.Place after = BEFORE_ALL;
        int strays = 0;
        ConfigFeed.Page rows;
        do {
            rows = wired.feed().page(after, 1);
            strays += rows.strays();
            after = rows.last();
        } while (rows.more());
        assertThat(strays).isEqualTo(1);
    }

    @Test
    void columnsThatAPersonWroteOddly_stopNoReader() {
        publish(FOO, "a");
        store.sql("update config_info set type = 'cobol', tags = 'x'");

        List<ConfigFeed.Stamp> stamps = wired.feed().page(BEFORE_ALL, 100).stamps();
        List<Config> rows =
                wired.feed().fetch(stamps.stream().map(ConfigFeed.Stamp::id).toList());

        assertThat(stamps).extracting(ConfigFeed.Stamp::type).containsExactly(ConfigType.TEXT);
        assertThat(rows).extracting(Config::type).containsExactly(ConfigType.TEXT);
        assertThat(rows).extracting(row -> row.details().tags()).containsExactly(List.of("x"));
        assertThat(configs.search(Search.all(), Search.Sight.ALL).hits())
                .extracting(Search.Hit::type)
                .containsExactly(ConfigType.TEXT);
    }

    @Test
    void namespace_mustExistForANewKey_andBeEmptyToGo() {
        ConfigKey key = ConfigKey.of("dev", "G", "x");
        assertThatThrownBy(() -> publish(key, "a")).isInstanceOf(NotFound.class);
        wired.namespaces().create(ANN, "dev", "Development", "d");
        publish(key, "a");

        assertThatThrownBy(() -> wired.namespaces().remove(ANN, "dev")).isInstanceOf(Conflict.class);

        remove(key);
        wired.namespaces().remove(ANN, "dev");
        assertThat(wired.namespaces().exists("dev")).isFalse();
        assertThatThrownBy(() -> publish(key, "b")).isInstanceOf(NotFound.class);
        assertThat(wired.namespaces().create(ANN, "dev", "", "").version()).isEqualTo(3);
        assertThat(publish(key, "b").version()).isEqualTo(3);
    }

    @Test
    void namespace_removedWhileAKeyWasPublished_comesBack() {
        wired.namespaces().create(ANN, "dev", "", "");
        publish(ConfigKey.of("dev", "G", "x"), "a");
        store.sql("update config_namespace set deleted = true");
        wired.namespaces().start();

        store.scheduler().advance(Duration.ofMinutes(1));

        assertThat(wired.namespaces().exists("dev")).isTrue();
    }

    @Test
    void namespaces_areListedByName_thePublicOneFirst_andRenamed() {
        wired.namespaces().create(ANN, "b", "B", "");
        wired.namespaces().create(ANN, "a", "", "");
        wired.namespaces().rename(BOB, "a", "Title", "words");

        assertThat(wired.namespaces().list())
                .extracting(Namespace::name, Namespace::title)
                .containsExactly(tuple("", "public"), tuple("a", "Title"), tuple("b", "B"));
        assertThatThrownBy(() -> wired.namespaces().create(ANN, "a", "", "")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> wired.namespaces().remove(ANN, "public")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> wired.namespaces().rename(ANN, "zz", "", "")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> wired.namespaces().create(ANN, "a/b", "", "")).isInstanceOf(BadRequest.class);
    }
}
