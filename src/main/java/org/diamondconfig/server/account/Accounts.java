/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.access.Rights;
import org.diamondconfig.server.account.Directory.Entry;
import org.diamondconfig.server.account.Directory.Granted;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.wire.ConfigKey;

/**
 * The facade of the subjects. Questions are answered from memory, which follows the dump; changes are published like any
 * configuration, so that every node has them within a second. Who may change a subject is asked before. Thread-safe.
 */
@Component
public final class Accounts {

    private static final Logger LOG = System.getLogger("diamond.access");

    private final Dump dump;
    private final Configs configs;
    private final Access access;
    private final InstantSource clock;
    private final HeldPolls polls;

    private volatile Directory directory = Directory.EMPTY;

    @Inject
    public Accounts(Dump dump, Configs configs, Access access, InstantSource clock, HeldPolls polls) {
        this.dump = dump;
        this.configs = configs;
        this.access = access;
        this.clock = clock;
        this.polls = polls;
    }

    /** Takes what the dump holds, and answers from now on what each subject may do. */
    public void start() {
        access.judgeBy(this::rights);
        takeAll();
        if (access.isOpen()) {
            LOG.log(
                    Level.WARNING,
                    "Access is open: everybody on this machine may do everything. Set diamond.access=closed before"
                            + " anybody else can reach this server.");
        }
    }

    private synchronized void takeAll() {
        List<Look> all = Arrays.stream(Subject.Kind.values())
                .flatMap(kind -> dump.below(new ConfigKey.Prefix(Access.RESERVED, kind.wireName(), "")))
                .flatMap(key -> Subject.of(key).stream())
                .map(this::look)
                .toList();
        directory = Directory.of(
                all.stream().flatMap(look -> look.entry().stream()).toList(),
                all.stream().filter(Look::isUnreadable).map(Look::subject).toList());
    }

    void onDumped(@Observes ConfigDumped change) {
        Subject.of(change.key()).ifPresent(subject -> {
            take(subject);
            // Only now: a poll that comes meanwhile is compared by the new rights already.
            polls.reconsider(caller -> concerns(subject, caller));
            // Who would not be let in any more is to hear of it, and asks again for that.
            polls.dismiss(caller -> subject.toString().equals(caller.subject()) && !admits(subject, caller.address()));
        });
    }

    /** Whether what a caller may do hangs on this subject. */
    private boolean concerns(Subject subject, Caller caller) {
        if (subject.kind() != Subject.Kind.GROUP) {
            return subject.toString().equals(caller.subject());
        }
        return find(caller.subject())
                .filter(entry -> entry.account().groups().contains(subject.name()))
                .isPresent();
    }

    private synchronized void take(Subject subject) {
        Look look = look(subject);
        directory = look.isUnreadable() ? directory.withUnreadable(subject) : directory.with(subject, look.entry());
    }

    /**
     * What the dump has of a subject.
     *
     * @param entry empty if there is none, or it is unreadable
     */
    private record Look(Subject subject, Optional<Entry> entry, boolean isUnreadable) {}

    /** Who is not understood may do nothing, nor may those whom it might deny something. */
    private Look look(Subject subject) {
        Lookup now = dump.read(subject.key(), Caller.SYSTEM);
        if (!(now instanceof Lookup.Found found)) {
            return new Look(subject, Optional.empty(), !(now instanceof Lookup.Absent));
        }
        try {
            Optional<Entry> entry = found.entry()
                    .content()
                    .map(content -> Account.stored(subject, new String(content, StandardCharsets.UTF_8)))
                    .map(account -> new Entry(
                            account, found.entry().epoch(), found.entry().version()));
            return new Look(subject, entry, entry.isEmpty());
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.ERROR,
                    subject + " version " + found.entry().version() + " is not understood; " + consequence(subject)
                            + " until it is written again, or removed",
                    e);
            return new Look(subject, Optional.empty(), true);
        }
    }

    private static String consequence(Subject unreadable) {
        return switch (unreadable.kind()) {
            case GROUP -> "its members may do nothing";
            case NETWORK -> "neither it nor a network subject behind it by name lets anybody in";
            case USER, TOKEN, APPLICATION -> "it may do nothing";
        };
    }

    /** Whether every subject of the store is known, so that an unknown one does not exist. */
    public boolean isComplete() {
        return dump.isComplete();
    }

    /** What a subject may do now, by its written name: nothing, while one of its groups may still come and deny it anything. */
    public Rights rights(String subject) {
        Directory now = directory;
        return now.find(subject)
                .map(Entry::account)
                .filter(account -> account.terms().hold(clock.instant()))
                .map(now::granted)
                .filter(this::isWhole)
                .map(Granted::rights)
                .orElse(Rights.NONE);
    }

    /** Whether the groups that are missing are gone. While the dump loads, it knows of a key only what it has taken already. */
    private boolean isWhole(Granted granted) {
        return granted.missing().isEmpty()
                || granted.missing().stream()
                        .allMatch(group -> dump.find(group.key(), Caller.SYSTEM) instanceof Lookup.Absent);
    }

    /** Whether this node has heard of every group of a subject, so that it can say what that may do. */
    boolean isJudgeable(String subject) {
        Directory now = directory;
        return dump.isComplete()
                || now.find(subject).map(Entry::account).map(now::granted).stream()
                        .allMatch(this::isWhole);
    }

    /** What is known of a subject. */
    public Optional<Account> find(Subject subject) {
        return knowing(subject).find(subject.toString()).map(Entry::account);
    }

    /** All subjects, this one too if the dump serves it already and is only about to tell of it. */
    private Directory knowing(Subject subject) {
        Directory now = directory;
        if (now.find(subject.toString()).isPresent()
                || now.isUnreadable(subject)
                || !(dump.find(subject.key(), Caller.SYSTEM) instanceof Lookup.Found)) {
            return now;
        }
        take(subject);
        return directory;
    }

    Optional<Entry> find(String subject) {
        return directory.find(subject);
    }

    /** Whether a subject exists, and nobody knows what it may do: it may nothing, until it is written again. */
    boolean isUnreadable(Subject subject) {
        return directory.isUnreadable(subject);
    }

    /** Whether a subject exists, is good now, and may be used from this address. */
    public boolean admits(Subject subject, String address) {
        return admits(knowing(subject), subject, address);
    }

    private boolean admits(Directory now, Subject subject, String address) {
        return now.find(subject.toString())
                .map(entry -> entry.account().terms())
                .filter(terms -> terms.hold(clock.instant()) && terms.networks().hold(address))
                .isPresent();
    }

    /**
     * Whom somebody is taken for who shows nothing and comes from this address; the first by name, if there are several. Nobody,
     * where one that is not known yet, or is unreadable, might come before.
     */
    Optional<String> trusted(String address) {
        if (!dump.isComplete()) {
            return Optional.empty();
        }
        Directory now = directory;
        for (Subject network : now.networks()) {
            if (now.isUnreadable(network)) {
                return Optional.empty();
            }
            if (admits(now, network, address)) {
                return Optional.of(network.toString());
            }
        }
        return Optional.empty();
    }

    /** All of a kind, by name. */
    Stream<Entry> all(Subject.Kind kind) {
        return directory
                .all()
                .filter(entry -> entry.account().subject().kind() == kind)
                .sorted(Comparator.comparing(entry -> entry.account().subject().name()));
    }

    /** All that a subject was granted, itself and through its groups; nothing, while one of those may still come. */
    List<Grant> grants(Account account) {
        // As it is now: what a caller was told a moment ago may have been taken since, and is not to be remembered
        // anew.
        Directory now = directory;
        return now.find(account.subject().toString())
                .map(Entry::account)
                .filter(known -> isWhole(now.granted(known)))
                .map(now::grants)
                .orElse(List.of());
    }

    /**
     * Makes a subject, or gives it another state. This node judges by it when the call returns.
     *
     * @throws Conflict LAST_ADMIN if nobody would be left who may grant rights
     * @throws ProblemException if the precondition does not hold, or the database cannot take it now
     */
    public Published save(ChangeRequest change, Account account) {
        requireAdmin(account.subject(), Optional.of(account));
        return configs.publish(change.caller(), change.ofJson(account.subject().key(), account.stored()));
    }

    /**
     * Removes a subject, and with it all that it could do.
     *
     * @throws Conflict LAST_ADMIN if nobody would be left who may grant rights
     * @throws ProblemException if there is none, the precondition does not hold, or the database cannot take it now
     */
    public Published remove(ChangeRequest change, Subject subject) {
        requireAdmin(subject, Optional.empty());
        return configs.remove(
                change.caller(), subject.key(), change.precondition(), change.comment(), change.idempotencyKey());
    }

    /** As far as this node sees: two who remove each other at one moment on two nodes are not kept from it. */
    private void requireAdmin(Subject subject, Optional<Account> next) {
        Directory now = directory;
        Directory after = now.with(subject, next.map(account -> new Entry(account, null, 0)));
        if (now.hasAdmin() && !after.hasAdmin()) {
            throw new Conflict("LAST_ADMIN", "Nobody would be left who may grant rights; make another one first.");
        }
    }
}
