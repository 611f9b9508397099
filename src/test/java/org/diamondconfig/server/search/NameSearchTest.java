/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search that goes through all names takes no longer than any other. */
class NameSearchTest extends SearchKit {

    private static final int KEYS = 10;

    private ManualScheduler scheduler;
    private Labels labels;

    @BeforeEach
    void start() {
        scheduler = new ManualScheduler(ticker);
        LabelStore rows = new LabelStore(store.database(), bounds(BOUND));
        LabelReading.Means means = new LabelReading.Means(rows, node.dump(), bounds(BOUND), KEYS);
        labels = new Labels(means, scheduler, Duration.ZERO);
        node.dumped().observedBy(labels::onDumped);
        for (int i = 0; i < KEYS; i++) {
            publish("d" + i, List.of(), "");
        }
    }

    /** To look at a key takes a second. */
    private final class Slow implements Search.Sight {

        private int looks;

        @Override
        public boolean hasAnyOf(String namespace) {
            return true;
        }

        @Override
        public boolean has(ConfigKey key) {
            looks++;
            ticker.advance(Duration.ofSeconds(1));
            return false;
        }
    }

    private NameSearch search(Duration most) {
        return new NameSearch(configs(), node.dump(), labels, bounds(most));
    }

    private record Only(String dataId) implements Search.Sight {

        @Override
        public boolean hasAnyOf(String namespace) {
            return true;
        }

        @Override
        public boolean has(ConfigKey key) {
            return key.dataId().equals(dataId);
        }
    }

    private static Search by(String tag, int limit, Optional<String> cursor) {
        Optional<String> any = Optional.empty();
        return new Search(any, any, any, Optional.of(tag), Optional.empty(), Optional.of("shop"), cursor, limit);
    }

    private static List<String> names(NameSearch.Found found) {
        return Stream.concat(
                        found.hits().stream().map(Search.Hit::key),
                        found.bare().stream().map(DumpEntry::key))
                .map(ConfigKey::dataId)
                .toList();
    }

    private void readLabels() {
        assertThatThrownBy(() -> labels.all(Optional.empty())).hasFieldOrPropertyWithValue("code", "LABELS_LOADING");
        scheduler.runDue();
    }

    @Test
    void whatHasATagAndAnApplication_isFoundAmongThoseThatWereRead() {
        publish("a", List.of("eu", "prod"), "shop");
        publish("b", List.of("eu"), "shop");
        publish("c", List.of("eu"), "bank");
        publish("d", List.of("e"), "shop");
        publish("e", List.of("eu"), "shop");
        readLabels();
        store.database().stop();
        NameSearch search = search(BOUND);

        NameSearch.Found first = search.find(by("eu", 2, Optional.empty()), Search.Sight.ALL);
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.trouble()).isPresent();
        NameSearch.Found second = search.find(by("eu", 2, first.next()), Search.Sight.ALL);
        assertThat(names(second)).containsExactly("e");
        assertThat(second.next()).isEmpty();
        assertThat(names(search.find(by("eu", 9, Optional.empty()), new Only("b"))))
                .containsExactly("b");
    }

    private static Search two(Optional<String> cursor) {
        Optional<String> any = Optional.empty();
        return new Search(any, any, any, any, Optional.empty(), any, cursor, 2);
    }

    /** What a page with contents tells. */
    private static List<String> told(NameSearch.Wholes page) {
        return page.all().stream()
                .map(one -> one.labels().key().dataId() + " " + one.version() + " "
                        + one.labels().tags() + one.labels().app().orElse("")
                        + one.labels().description() + " "
                        + one.held()
                                .flatMap(DumpEntry::content)
                                .map(String::new)
                                .orElse("-"))
                .toList();
    }

    private static NameSearch.Wholes whole(NameSearch search, Optional<String> cursor) {
        return search.findWhole(two(cursor), Search.Sight.ALL, Caller.SYSTEM);
    }

    /** The pages behind the first. */
    private static List<List<String>> behind(NameSearch search, NameSearch.Wholes first) {
        List<List<String>> pages = new ArrayList<>();
        for (Optional<String> next = first.rest().next(); next.isPresent(); ) {
            NameSearch.Wholes page = whole(search, next);
            assertThat(page.rest().trouble()).isEmpty();
            pages.add(told(page));
            next = page.rest().next();
        }
        return pages;
    }

    @Test
    void whoeverGoesOnWithContents_isToldTheSame_onceLabelsWereRead_withoutTheDatabase() {
        publish("a", List.of("eu", "prod"), "shop");
        describe("d1", "what it is for");
        publish("d3", List.of("eu"), "");
        NameSearch search = search(BOUND);
        NameSearch.Wholes first = whole(search, Optional.empty());
        assertThat(told(first)).containsExactly("a 1 [eu, prod]shop x", "d0 1 [] x");
        assertThat(scheduler.due()).as("one page alone has nothing read").isZero();
        List<List<String>> asked = behind(search, first);
        assertThat(asked.get(0)).containsExactly("d1 2 []what it is for x", "d2 1 [] x");

        scheduler.runDue();
        store.database().stop();

        assertThat(behind(search, first)).isEqualTo(asked);
    }

    @Test
    void labelsThatChangedSince_areAskedOfTheDatabase_untilTheyAreRead() {
        NameSearch search = search(BOUND);
        NameSearch.Wholes first = whole(search, Optional.empty());
        behind(search, first);
        scheduler.runDue();
        publish("d2", List.of("new"), "");

        assertThat(behind(search, first).get(0)).contains("d2 2 [new] x");
        scheduler.runDue();
        store.database().stop();
        assertThat(behind(search, first).get(0)).contains("d2 2 [new] x");
    }

    @Test
    void tagThatWasNotRead_isAskedOfTheDatabase() {
        publish("a", List.of("eu"), "shop");
        NameSearch search = search(BOUND);
        assertThat(names(search.find(by("eu", 9, Optional.empty()), Search.Sight.ALL)))
                .containsExactly("a");

        readLabels();
        publish("b", List.of("eu"), "shop");
        remove("a");
        assertThat(names(search.find(by("eu", 9, Optional.empty()), Search.Sight.ALL)))
                .containsExactly("b");

        store.database().stop();
        assertThatThrownBy(() -> search.find(by("eu", 9, Optional.empty()), Search.Sight.ALL))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void searchOutOfTime_ends() {
        Slow sight = new Slow();
        NameSearch search = search(BOUND);

        assertThatThrownBy(() -> search.find(Search.all(), sight))
                .isInstanceOf(Unavailable.class)
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(sight.looks).isEqualTo(3);
    }

    @Test
    void time_isThatOfOneSearch() {
        NameSearch search = search(Duration.ofSeconds(KEYS + 1));

        for (int i = 0; i < 2; i++) {
            Slow sight = new Slow();
            assertThat(search.find(Search.all(), sight).next()).isEqualTo(Optional.empty());
            assertThat(sight.looks).isEqualTo(KEYS);
        }
    }
}
