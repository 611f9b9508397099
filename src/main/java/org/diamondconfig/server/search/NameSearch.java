/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.ContentSearch;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * The search that needs no content. Patterns of names and types are compared in memory with what this node serves, tags and applications
 * with what it has read of them for those who count them, and only the rows of one page are asked of the database: nobody who types waits
 * for it to go through all of them. Thread-safe.
 */
@Component
final class NameSearch {

    private static final String LEAST = "-";

    private final Configs configs;
    private final Dump dump;
    private final Labels labels;
    private final Configs.Bounds bounds;

    @Inject
    NameSearch(Configs configs, Dump dump, Labels labels, Configs.Bounds bounds) {
        this.configs = configs;
        this.dump = dump;
        this.labels = labels;
        this.bounds = bounds;
    }

    /**
     * One page.
     *
     * @param hits as the database has them
     * @param bare in their place, if it could not be asked
     * @param next where the next page begins
     * @param trouble why it could not
     */
    record Found(List<Search.Hit> hits, List<DumpEntry> bare, Optional<String> next, Optional<Unavailable> trouble) {

        static Found of(Search.Page page) {
            return new Found(page.hits(), List.of(), page.next(), Optional.empty());
        }
    }

    /**
     * What matches, in the order of keys.
     *
     * @throws Unavailable SEARCH_TIMEOUT if it took too long
     */
    Found find(Search search, Search.Sight sight) {
        Optional<Predicate<ConfigKey>> labelled = labelled(search);
        if (labelled.isEmpty() || !dump.isComplete()) {
            return Found.of(configs.search(search, sight));
        }
        Query query = new Query(search, labelled.get(), sight);
        if (isServed(search)) {
            return served(query, Optional.empty());
        }
        // A name as it is the database finds by its index.
        try {
            return Found.of(configs.search(search, sight));
        } catch (Unavailable e) {
            return served(query, Optional.of(e));
        }
    }

    /**
     * A configuration with its content.
     *
     * @param held what this node has of it, if it has that very version
     */
    record Whole(Epoch epoch, long version, String md5, Labelled labels, Optional<DumpEntry> held) {

        static Whole of(Search.Hit hit, Optional<DumpEntry> held) {
            return new Whole(hit.epoch(), hit.version(), hit.md5(), Labelled.of(hit), held);
        }

        private static Whole of(DumpEntry entry, Optional<Labelled> labels) {
            return new Whole(
                    entry.epoch(),
                    entry.version(),
                    entry.md5(),
                    labels.orElseGet(() -> Labelled.plain(entry.key(), entry.type())),
                    Optional.of(entry));
        }
    }

    /**
     * One page of those.
     *
     * @param rest what there is beside them
     */
    record Wholes(List<Whole> all, Found rest) {}

    /**
     * The same with contents, as far as this node has them. Whoever goes on behind a page is told what this node serves, once all labels
     * were read, which is far less work than to read them page by page in the order of names; they may be those of the version before,
     * or after, where one changes at this moment.
     *
     * @throws Unavailable SEARCH_TIMEOUT if it took too long
     */
    Wholes findWhole(Search search, Search.Sight sight, Caller caller) {
        Optional<Predicate<ConfigKey>> labelled = labelled(search);
        if (labelled.isPresent() && search.cursor().isPresent() && isServed(search)) {
            Optional<Map<ConfigKey, Labelled>> known = labels.levelSoon(search.namespace());
            if (known.isPresent()) {
                Names names = names(new Query(search, labelled.get(), sight));
                return new Wholes(
                        entries(names.page)
                                .map(entry -> Whole.of(
                                        entry, Optional.ofNullable(known.get().get(entry.key()))))
                                .toList(),
                        new Found(List.of(), List.of(), names.next, Optional.empty()));
            }
        }
        Found found = find(search, sight);
        return new Wholes(found.hits().stream().map(hit -> whole(hit, caller)).toList(), found);
    }

    private Whole whole(Search.Hit hit, Caller caller) {
        return Whole.of(hit, Lookup.same(dump.find(hit.key(), caller), hit));
    }

    /** Whether it is found among the names that this node serves: one name alone is not. */
    private boolean isServed(Search search) {
        return dump.isComplete()
                && search.dataId().filter(name -> !isPattern(name)).isEmpty();
    }

    /** What has the tag and application, as far as that is known as it stands; empty if the database alone knows. */
    private Optional<Predicate<ConfigKey>> labelled(Search search) {
        if (search.tag().isEmpty() && search.appName().isEmpty()) {
            return Optional.of(any -> true);
        }
        return labels.level(search.namespace())
                .map(known -> key -> Optional.ofNullable(known.get(key))
                        .filter(one -> one.has(search.tag(), search.appName()))
                        .isPresent());
    }

    /** What is searched for among the names, for whom. */
    private record Query(Search search, Predicate<ConfigKey> labelled, Search.Sight sight) {}

    /** The names of a page, and where the next one begins. */
    private record Names(List<ConfigKey> page, Optional<String> next) {}

    private Names names(Query query) {
        Search search = query.search;
        long start = bounds.ticker().nanos();
        List<ConfigKey> found = keys(search)
                .peek(key -> bounds.left(start))
                .filter(SearchResource.names(search.namespace(), search.group(), search.dataId()))
                .filter(key -> search.type().isEmpty() || isOfType(key, search))
                .filter(query.labelled)
                .filter(new Seen(query.sight))
                .limit(search.limit() + 1L)
                .toList();
        List<ConfigKey> page = found.subList(0, Math.min(found.size(), search.limit()));
        Optional<String> next = found.size() == page.size()
                ? Optional.empty()
                : Optional.of(KeyCursor.write(page.get(page.size() - 1)));
        return new Names(page, next);
    }

    private Found served(Query query, Optional<Unavailable> trouble) {
        Names names = names(query);
        if (trouble.isPresent()) {
            return new Found(List.of(), entries(names.page).toList(), names.next, trouble);
        }
        try {
            return new Found(configs.hits(names.page), List.of(), names.next, trouble);
        } catch (Unavailable e) {
            return new Found(List.of(), entries(names.page).toList(), names.next, Optional.of(e));
        }
    }

    private boolean isOfType(ConfigKey key, Search search) {
        return entries(List.of(key)).anyMatch(entry -> search.type().get() == entry.type());
    }

    private Stream<DumpEntry> entries(List<ConfigKey> keys) {
        return keys.stream()
                .map(key -> dump.find(key, Caller.SYSTEM))
                .flatMap(answer -> answer instanceof Lookup.Found found ? Stream.of(found.entry()) : Stream.empty());
    }

    /** The keys among which there may be such, in their order. */
    private Stream<ConfigKey> keys(Search search) {
        Optional<String> group = search.group().filter(name -> !isPattern(name));
        ConfigKey first =
                search.namespace().map(namespace -> first(namespace, group)).orElse(ContentSearch.FIRST);
        Optional<ConfigKey> after = search.cursor().map(KeyCursor::read);
        ConfigKey from = after.filter(key -> key.compareTo(first) > 0).orElse(first);
        Stream<ConfigKey> all = dump.from(from).filter(key -> !key.equals(after.orElse(null)));
        return search.namespace()
                .map(namespace -> all.takeWhile(key -> key.namespace().equals(namespace)))
                .orElse(all);
    }

    private static ConfigKey first(String namespace, Optional<String> group) {
        try {
            return new ConfigKey(namespace, group.orElse(LEAST), LEAST);
        } catch (IllegalArgumentException e) {
            // No group has such a name, so none will be found, wherever one begins.
            return new ConfigKey(namespace, LEAST, LEAST);
        }
    }

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** What may be seen of keys in their order: asked once for each group. Confined to one search. */
    private static final class Seen implements Predicate<ConfigKey> {

        private final Search.Sight sight;
        private String namespace = "";
        private String group = "";
        private boolean any;

        Seen(Search.Sight sight) {
            this.sight = sight;
        }

        @Override
        public boolean test(ConfigKey key) {
            if (!key.group().equals(group) || !key.namespace().equals(namespace)) {
                namespace = key.namespace();
                group = key.group();
                any = sight.hasAnyOf(namespace)
                        && sight.groupFrom(namespace, group)
                                .filter(group::equals)
                                .isPresent();
            }
            return any && sight.has(key);
        }
    }
}
