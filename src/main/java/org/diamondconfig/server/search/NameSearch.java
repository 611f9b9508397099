/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import java.util.List;
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
import org.diamondconfig.wire.ConfigKey;

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
        if (search.dataId().filter(name -> !isPattern(name)).isEmpty()) {
            return served(query, Optional.empty());
        }
        // A name as it is the database finds by its index.
        try {
            return Found.of(configs.search(search, sight));
        } catch (Unavailable e) {
            return served(query, Optional.of(e));
        }
    }

    /** What this node holds of what the database found, if it holds that very version. Touches neither disk nor database. */
    Optional<DumpEntry> held(Search.Hit hit, Caller caller) {
        return Lookup.same(dump.find(hit.key(), caller), hit);
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

    private Found served(Query query, Optional<Unavailable> trouble) {
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
        if (trouble.isPresent()) {
            return new Found(List.of(), entries(page).toList(), next, trouble);
        }
        try {
            return new Found(configs.hits(page), List.of(), next, trouble);
        } catch (Unavailable e) {
            return new Found(List.of(), entries(page).toList(), next, Optional.of(e));
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
