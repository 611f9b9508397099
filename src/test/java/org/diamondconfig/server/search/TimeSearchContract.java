/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was changed last comes first, or last, page by page. */
abstract class TimeSearchContract {

    @TempDir
    private Path folder;

    /** In the year 2262, as many as a long has nanoseconds. */
    private static final long LAST_MICROS = Long.MAX_VALUE / 1000;

    private final ManualTicker ticker = new ManualTicker();
    private TestStore store;
    private Configs configs;

    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        configs = new TestConfigs(store).configs();
        publish("G", "c", "13:00:00", List.of("eu"), ConfigType.TEXT);
        publish("G", "a", "12:00:00", List.of("eu", "prod"), ConfigType.JSON);
        publish("H", "b", "12:00:00.000001", List.of(), ConfigType.JSON);
        publish("H", "d", "11:59:59.999999", List.of("eu_"), ConfigType.TEXT);
        publish("H", "gone", "14:00:00", List.of("eu"), ConfigType.TEXT);
        configs.remove(Caller.SYSTEM, ConfigKey.of("H", "gone"), Precondition.NONE, "", Optional.empty());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void publish(String group, String dataId, String at, List<String> tags, ConfigType type) {
        Publication wish = Publication.of(ConfigKey.of(group, dataId), type == ConfigType.JSON ? "{}" : "x")
                .withType(type)
                .withDetails(Optional.empty(), Optional.of(tags), Optional.of("app-" + dataId));
        configs.publish(Caller.SYSTEM, wish);
        changedAt(dataId, at);
    }

    private void changedAt(String dataId, String at) {
        store.sql("update config_info set changed_at = TIMESTAMP '2026-01-01 " + at + "' where data_id = '" + dataId
                + "'");
    }

    private TimeSearch search(int slice) {
        return new TimeSearch(store.database(), configs, new Configs.Bounds(1, Duration.ofSeconds(3), ticker), slice);
    }

    private static Search some(Optional<String> group, Optional<String> dataId, int limit) {
        return new Search(
                Optional.of(""),
                group,
                dataId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    private static Search labelled(Optional<String> tag, Optional<ConfigType> type, Optional<String> app) {
        return new Search(Optional.empty(), Optional.empty(), Optional.empty(), tag, type, app, Optional.empty(), 0);
    }

    /** All pages of it, one after the other. */
    private List<String> found(Search search, boolean newest, int slice) {
        List<String> names = new ArrayList<>();
        Optional<Search> next = Optional.of(search);
        while (next.isPresent()) {
            Search.Page page = search(slice).find(next.get(), newest, Search.Sight.ALL);
            assertThat(page.hits()).hasSizeLessThanOrEqualTo(search.limit());
            page.hits().forEach(hit -> names.add(hit.key().dataId()));
            next = page.next().map(search::after);
        }
        return names;
    }

    private List<String> newest(Search search) {
        return found(search, true, 2);
    }

    @Test
    void pages_goByTheLastChange_whateverTheirSizeAndTheSlices() {
        for (int limit = 1; limit < 6; limit++) {
            for (int slice = 1; slice < 6; slice++) {
                Search all = some(Optional.empty(), Optional.empty(), limit);
                assertThat(found(all, true, slice)).containsExactly("c", "b", "a", "d");
                assertThat(found(all, false, slice)).containsExactly("d", "a", "b", "c");
            }
        }
    }

    @Test
    void changesOfTheSameMoment_areAllToldOnce() {
        List.of("a", "b", "c", "d").forEach(name -> changedAt(name, "12:00:00.123456"));

        Search one = some(Optional.empty(), Optional.empty(), 1);
        List<String> newest = found(one, true, 1);
        assertThat(newest).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(found(one, false, 1)).containsExactly(newest.get(3), newest.get(2), newest.get(1), newest.get(0));
    }

    @Test
    void what_isChosenByNamesAndLabels_asInEveryOrder() {
        assertThat(newest(some(Optional.of("H"), Optional.empty(), 1))).containsExactly("b", "d");
        assertThat(newest(some(Optional.of("*"), Optional.of("?"), 1))).containsExactly("c", "b", "a", "d");
        assertThat(newest(some(Optional.empty(), Optional.of("a"), 1))).containsExactly("a");
        assertThat(newest(labelled(Optional.of("eu"), Optional.empty(), Optional.empty())))
                .containsExactly("c", "a");
        assertThat(newest(labelled(Optional.empty(), Optional.of(ConfigType.JSON), Optional.empty())))
                .containsExactly("b", "a");
        assertThat(newest(labelled(Optional.empty(), Optional.empty(), Optional.of("app-d"))))
                .containsExactly("d");
        assertThat(newest(labelled(Optional.of("gone"), Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    /** What is changed while one pages is at the newest end: another page does not tell it again, nor is any other left out. */
    @Test
    void whatChangesMeanwhile_movesToTheNewestEnd() {
        Search.Page first = search(2).find(some(Optional.empty(), Optional.empty(), 2), true, Search.Sight.ALL);
        changedAt("a", "15:00:00");

        Search rest =
                some(Optional.empty(), Optional.empty(), 2).after(first.next().orElseThrow());
        assertThat(found(rest, true, 2)).containsExactly("d");
    }

    @Test
    void searchOutOfTime_ends() {
        Search.Sight slow = new Search.Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                return true;
            }

            @Override
            public boolean has(ConfigKey key) {
                ticker.advance(Duration.ofSeconds(2));
                return false;
            }
        };

        assertThatThrownBy(() -> search(1).find(Search.all(), true, slow))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
    }

    @Test
    void cursor_ofAnotherOrder_orOfNone_isRefused() {
        String ofNames = KeyCursor.write(ConfigKey.of("G", "a"));

        for (String cursor : List.of(ofNames, "AAAA", "%", "MQoxCg")) {
            assertThatThrownBy(() -> search(2).find(Search.all().after(cursor), true, Search.Sight.ALL))
                    .as(cursor)
                    .hasFieldOrPropertyWithValue("code", "BAD_CURSOR");
        }
    }

    @Test
    void cursor_ofATimeThatNoDatabaseHas_isRefused() {
        for (long micros : new long[] {Long.MAX_VALUE, LAST_MICROS + 1, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> search(2).find(Search.all().after(cursor(micros)), true, Search.Sight.ALL))
                    .as("%d", micros)
                    .hasFieldOrPropertyWithValue("code", "BAD_CURSOR");
        }
        for (long micros : new long[] {0, LAST_MICROS}) {
            boolean newest = micros > 0;
            assertThat(search(9)
                            .find(Search.all().after(cursor(micros)), newest, Search.Sight.ALL)
                            .hits())
                    .as("%d", micros)
                    .hasSize(4);
        }
    }

    private static String cursor(long micros) {
        byte[] text = (micros + "\n1").getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }
}
