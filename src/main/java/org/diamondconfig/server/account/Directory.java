/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.access.Rights;
import org.diamondconfig.wire.Epoch;

/** All subjects at one moment, and what each may do. Immutable, but for what it remembers of its own results. Thread-safe. */
final class Directory {

    /** Nobody. */
    static final Directory EMPTY = new Directory(Map.of(), Set.of());

    /** An account, and the version of its configuration. */
    record Entry(Account account, Epoch epoch, long version) {}

    private final Map<String, Entry> entries;

    /** Those that exist, and of whom it is not known what they may and may not do. */
    private final Set<Subject> unreadable;

    /** The subjects of networks by name, the unreadable ones too: whoever shows nothing is looked for among them. */
    private final List<Subject> networks;

    private final ConcurrentMap<String, Granted> granted = new ConcurrentHashMap<>();

    /**
     * What a subject was granted itself and through its groups. Immutable.
     *
     * @param missing those of its groups that are not here: they are gone, or did not come yet
     */
    record Granted(Rights rights, List<Subject> missing) {}

    private Directory(Map<String, Entry> entries, Set<Subject> unreadable) {
        this.entries = entries;
        this.unreadable = unreadable;
        networks = Stream.concat(
                        entries.values().stream().map(entry -> entry.account().subject()), unreadable.stream())
                .filter(subject -> subject.kind() == Subject.Kind.NETWORK)
                .sorted(Comparator.comparing(Subject::name))
                .toList();
    }

    List<Subject> networks() {
        return networks;
    }

    /**
     * All of them.
     *
     * @param unreadable who exists beside them and is not understood
     */
    static Directory of(Collection<Entry> all, Collection<Subject> unreadable) {
        Map<String, Entry> entries = new HashMap<>();
        all.forEach(entry -> entries.put(entry.account().subject().toString(), entry));
        return new Directory(entries, Set.copyOf(unreadable));
    }

    /** The same with another state of one subject; empty = it is gone. */
    Directory with(Subject subject, Optional<Entry> now) {
        return with(subject, now, false);
    }

    /** The same with one subject of whom it is not known any more what he may and may not do. */
    Directory withUnreadable(Subject subject) {
        return with(subject, Optional.empty(), true);
    }

    private Directory with(Subject subject, Optional<Entry> now, boolean isUnreadable) {
        String name = subject.toString();
        Map<String, Entry> next = new HashMap<>(entries);
        next.remove(name);
        now.ifPresent(entry -> next.put(name, entry));
        Set<Subject> others = new HashSet<>(unreadable);
        others.remove(subject);
        if (isUnreadable) {
            others.add(subject);
        }
        return new Directory(next, others);
    }

    Optional<Entry> find(String subject) {
        return Optional.ofNullable(entries.get(subject));
    }

    /** Whether it exists, and it is not known what it may and may not do. */
    boolean isUnreadable(Subject subject) {
        return unreadable.contains(subject);
    }

    Stream<Entry> all() {
        return entries.values().stream();
    }

    /**
     * What a subject was granted, whether its own terms hold or not.
     *
     * @param account one of these, and none that was read before
     */
    Granted granted(Account account) {
        String subject = account.subject().toString();
        Granted known = granted.get(subject);
        return known != null
                ? known
                : granted.computeIfAbsent(
                        subject, unknown -> new Granted(Rights.of(grants(account)), missing(account)));
    }

    private List<Subject> missing(Account account) {
        return groups(account)
                .filter(group -> find(group.toString()).isEmpty() && !isUnreadable(group))
                .toList();
    }

    private static Stream<Subject> groups(Account account) {
        return account.groups().stream().map(name -> new Subject(Subject.Kind.GROUP, name));
    }

    /**
     * The grants of a subject itself and of its groups; of a group that is disabled what it denies. None if one of its groups is
     * unreadable, because that might deny anything.
     */
    List<Grant> grants(Account account) {
        if (groups(account).anyMatch(this::isUnreadable)) {
            return List.of();
        }
        Stream<Grant> ofGroups = groups(account)
                .flatMap(group -> find(group.toString()).stream())
                .flatMap(entry -> inEffect(entry.account()));
        return Stream.concat(account.grants().stream(), ofGroups).toList();
    }

    private static Stream<Grant> inEffect(Account group) {
        return group.grants().stream()
                .filter(grant ->
                        grant.effect() == Grant.Effect.DENY || !group.terms().disabled());
    }

    /** Whether some user may grant every right. */
    boolean hasAdmin() {
        return all().map(Entry::account)
                .filter(account -> account.subject().kind() == Subject.Kind.USER)
                .filter(account ->
                        !account.terms().disabled() && account.terms().expires().isEmpty())
                .anyMatch(account -> granted(account).rights().allowServer(Action.GRANT));
    }
}
