/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.namespace.KindRules;
import org.diamondconfig.server.namespace.Namespaces;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.transfer.Item.Outcome;
import org.diamondconfig.server.transfer.Item.Side;
import org.diamondconfig.wire.ConfigKey;

/**
 * Brings loads of configurations to where they are to go. A load is gone through twice: what is to be done is planned first and
 * changes nothing; then each item is written on condition that where it goes stands as the plan has seen it. Thread-safe.
 */
@Component
public final class Transfers {

    private static final int BATCH_ITEMS = 100;
    private static final int BATCH_CHARACTERS = 1 << 20;

    private final Configs configs;
    private final Dump dump;
    private final Access access;
    private final Namespaces namespaces;
    private final Quotas quotas;
    private final KindRules.Reader kinds = new KindRules.Reader();

    @Inject
    Transfers(Configs configs, Dump dump, Access access, Namespaces namespaces, Quotas quotas) {
        this.configs = configs;
        this.dump = dump;
        this.access = access;
        this.namespaces = namespaces;
        this.quotas = quotas;
    }

    /** Decides what is to become of each item, and writes nothing. */
    private Plan plan(Caller caller, Wishes wishes, Parcel.Load load, Parcel.Sink<Item> sink) throws IOException {
        Plan plan = new Plan(quotas.growth());
        Map<String, Boolean> known = new HashMap<>();
        load.each(parcel -> {
            Item item = decide(caller, wishes.policy(), parcel, new Places(plan, known));
            plan.add(item, parcel.wish());
            sink.take(item);
        });
        return plan;
    }

    /**
     * Decides what is to be done, and lets it begin only if it is what the caller was told.
     *
     * @throws Conflict PLAN_CHANGED if it is not
     */
    public Plan plan(Caller caller, Wishes wishes, Parcel.Load load) throws IOException {
        Plan plan = plan(caller, wishes, load, item -> {});
        if (!wishes.plan().map(plan.digest()::equals).orElse(true)) {
            throw new Conflict(
                    "PLAN_CHANGED", "What would be done is no longer what that plan said; nothing was. Look again.");
        }
        return plan;
    }

    /** What was found out about where items go. */
    private record Places(Plan plan, Map<String, Boolean> namespaces) {}

    private Item decide(Caller caller, Policy policy, Parcel parcel, Places places) {
        if (parcel.wish().isEmpty()) {
            return parcel.item();
        }
        Publication wish = parcel.wish().get();
        ConfigKey key = wish.key();
        if (!access.admits(caller, Action.PUBLISH, key)) {
            return forbidden(parcel.item());
        }
        if (!places.plan().isFirst(key)) {
            return parcel.item().refused("DUPLICATE_KEY", "An item before goes to the same key.");
        }
        try {
            configs.require(wish);
            Optional<Config.Standing> standing = standing(key);
            // Who may publish and not read is not told whether he has guessed a content.
            boolean sees = access.allows(caller, Action.READ, key);
            Item item = parcel.item()
                    .over(sees ? side(standing) : new Side(side(standing).version(), ""));
            Item decided = isPresent(standing)
                    ? over(item, sees ? Optional.of(wish) : Optional.empty(), policy, standing.get())
                    : anew(item, wish, places);
            if (decided.outcome().writes()) {
                requireRoom(places.plan(), wish, standing);
                standing.ifPresent(
                        now -> places.plan().seenIn(now.config().epoch().generation()));
            }
            return decided;
        } catch (ProblemException e) {
            if (e.status() >= 500) {
                throw e;
            }
            return parcel.item().refused(e);
        }
    }

    /** Asks the database unless this node knows that there is nothing. */
    private Optional<Config.Standing> standing(ConfigKey key) {
        boolean absent = !dump.isBehind(key) && dump.find(key, Caller.SYSTEM) instanceof Lookup.Absent;
        return absent ? Optional.empty() : configs.standing(key);
    }

    private static boolean isPresent(Optional<Config.Standing> standing) {
        return standing.filter(now -> now.config().present()).isPresent();
    }

    private static Side side(Optional<Config.Standing> standing) {
        return standing.map(Config.Standing::config)
                .filter(Config::present)
                .map(config -> new Side(config.version(), config.md5()))
                .orElse(Side.NOTHING);
    }

    private Item anew(Item item, Publication wish, Places places) {
        String namespace = wish.key().namespace();
        if (!places.namespaces().computeIfAbsent(namespace, namespaces::exists)) {
            return item.refused("NAMESPACE_NOT_FOUND", "There is no namespace of that name; create it first.");
        }
        if (kinds.read(namespace, rules(namespace)).isAggregate(wish.key())) {
            return item.refused("KIND_MISMATCH", "By a kind rule of its namespace this is merged from datums.");
        }
        return item.as(Outcome.CREATED);
    }

    private String rules(String namespace) {
        Optional<byte[]> text = dump.read(KindRules.keyOf(namespace), Caller.SYSTEM) instanceof Lookup.Found found
                ? found.entry().content()
                : Optional.empty();
        return text.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }

    private static Item over(Item item, Optional<Publication> wish, Policy policy, Config.Standing standing) {
        if (standing.merged()) {
            return item.refused("KIND_MISMATCH", "What is there is merged from datums; change its datums instead.");
        }
        if (wish.filter(any -> isSame(any, item.source(), standing.config())).isPresent()) {
            return item.as(Outcome.SAME);
        }
        return switch (policy) {
            case ABORT -> item.refused("EXISTS", "Another is there already.");
            case SKIP -> item.not(Outcome.SKIPPED, "EXISTS", "Another is there already, and stays.");
            case OVERWRITE -> item.as(Outcome.OVERWRITTEN);
        };
    }

    private static boolean isSame(Publication wish, Side source, Config now) {
        Config.Details details = now.details();
        return source.md5().equals(now.md5())
                && wish.type().orElse(now.type()) == now.type()
                && wish.description().orElse(details.description()).equals(details.description())
                && wish.tags().orElse(details.tags()).equals(details.tags())
                && wish.appName().orElse(details.appName()).equals(details.appName());
    }

    private static void requireRoom(Plan plan, Publication wish, Optional<Config.Standing> standing) {
        plan.growth()
                .require(
                        wish.key(),
                        () -> Amount.of(wish.content())
                                .minus(standing.map(Config.Standing::config)
                                        .filter(Config::present)
                                        .map(config -> Amount.of(config.content()))
                                        .orElse(Amount.NONE)));
    }

    /**
     * One transfer.
     *
     * @param next where another goes on behind it, if there is more
     */
    public record Run(Caller caller, Wishes wishes, Parcel.Load load, Optional<String> next) {}

    /**
     * Does what was planned, or plans now if it is a dry run, and tells the report, which has begun, of each item once that is known.
     * What ends it before its time is told, too.
     *
     * @param planned empty for a dry run
     */
    public void run(Run run, Optional<Plan> planned, Report report) throws IOException {
        Optional<ProblemException> problem = Optional.empty();
        Optional<Plan> plan = planned;
        try {
            if (planned.isPresent()) {
                write(run.caller, run.wishes, run.load, planned.get(), report);
            } else {
                plan = Optional.of(plan(run.caller, run.wishes, run.load, report::item));
            }
        } catch (ProblemException e) {
            problem = Optional.of(e);
        }
        report.end(new Report.End(
                plan.map(Plan::digest).orElse(""),
                plan.filter(made -> made.isAborted(run.wishes.policy())).isPresent(),
                run.next,
                problem));
    }

    private void write(Caller caller, Wishes wishes, Parcel.Load load, Plan plan, Report report) throws IOException {
        Batch batch = new Batch(caller, report);
        boolean aborted = plan.isAborted(wishes.policy());
        Plan second = new Plan(quotas.growth());
        Map<String, Boolean> known = new HashMap<>();
        int[] next = {0};
        load.each(parcel -> {
            int index = next[0]++;
            if (!plan.outcome(index).writes()) {
                batch.settled(unwritten(decide(caller, wishes.policy(), parcel, new Places(second, known))));
            } else if (aborted) {
                parcel.wish().ifPresent(wish -> second.isFirst(wish.key()));
                batch.settled(parcel.item().not(Outcome.SKIPPED, "ABORTED", "Nothing was written."));
            } else if (parcel.wish().isEmpty() || parcel.item().source().version() != plan.source(index)) {
                batch.settled(changedMeanwhile(parcel.item()));
            } else if (!access.admits(
                    caller, Action.PUBLISH, parcel.wish().get().key())) {
                batch.settled(forbidden(parcel.item()));
            } else {
                second.isFirst(parcel.wish().get().key());
                batch.pending(
                        parcel.item().over(new Side(plan.target(index), "")).as(plan.outcome(index)),
                        parcel.wish().get().withPrecondition(precondition(plan, index)));
            }
        });
        batch.flush();
    }

    private static Precondition precondition(Plan plan, int index) {
        return plan.outcome(index) == Outcome.CREATED
                ? new Precondition.MustNotExist()
                : new Precondition.VersionIs(plan.generation(), plan.target(index));
    }

    /** What was not to be written when it was planned is not written, whatever it would be now. */
    private static Item unwritten(Item now) {
        return now.outcome().writes() ? changedMeanwhile(now) : now;
    }

    private static Item forbidden(Item item) {
        return item.refused("FORBIDDEN", "You may not do this to a configuration of that name.");
    }

    private static Item changedMeanwhile(Item item) {
        return item.refused("CHANGED_MEANWHILE", "It was changed after it was looked at, and was left alone.");
    }

    private static Item refused(Item item, ProblemException problem) {
        return problem instanceof PreconditionFailed ? changedMeanwhile(item) : item.refused(problem);
    }

    /** Items in their order, of which some wait to be written together. Confined to one thread. */
    private final class Batch {

        private final Caller caller;
        private final Report report;
        private final List<Item> items = new ArrayList<>();
        private final List<Publication> wishes = new ArrayList<>();
        private int characters;

        Batch(Caller caller, Report report) {
            this.caller = caller;
            this.report = report;
        }

        void settled(Item item) throws IOException {
            items.add(item);
            if (wishes.isEmpty() || items.size() >= 2 * BATCH_ITEMS) {
                flush();
            }
        }

        void pending(Item item, Publication wish) throws IOException {
            items.add(item);
            wishes.add(wish);
            characters += wish.content().length();
            if (wishes.size() == BATCH_ITEMS || characters > BATCH_CHARACTERS) {
                flush();
            }
        }

        void flush() throws IOException {
            List<Configs.BatchResult> results = configs.publishAll(caller, wishes);
            int next = 0;
            for (Item item : items) {
                report.item(item.outcome().writes() ? outcome(item, results.get(next++)) : item);
            }
            report.flush();
            items.clear();
            wishes.clear();
            characters = 0;
            stopIfDown(results);
        }

        /** What the database does not take now, it does not take of the items behind either. */
        private static void stopIfDown(List<Configs.BatchResult> results) {
            results.stream()
                    .flatMap(result -> result.problem().stream())
                    .filter(problem ->
                            problem.status() >= 500 && !problem.code().equals("BUSY"))
                    .findFirst()
                    .ifPresent(problem -> {
                        throw problem;
                    });
        }

        private Item outcome(Item item, Configs.BatchResult result) {
            return result.published()
                    .map(published -> published.changed() ? item.at(published.version()) : item.as(Outcome.SAME))
                    .orElseGet(() -> refused(item, result.problem().orElseThrow()));
        }
    }
}
