/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import static org.diamondconfig.system.history.Planting.acknowledged;
import static org.diamondconfig.system.history.Planting.acknowledgedPublish;
import static org.diamondconfig.system.history.Planting.as;
import static org.diamondconfig.system.history.Planting.at;
import static org.diamondconfig.system.history.Planting.changesSwapped;
import static org.diamondconfig.system.history.Planting.clientsGet;
import static org.diamondconfig.system.history.Planting.isDue;
import static org.diamondconfig.system.history.Planting.isLast;
import static org.diamondconfig.system.history.Planting.isTold;
import static org.diamondconfig.system.history.Planting.lastCallLater;
import static org.diamondconfig.system.history.Planting.mergedLate;
import static org.diamondconfig.system.history.Planting.mergedWrong;
import static org.diamondconfig.system.history.Planting.movedBefore;
import static org.diamondconfig.system.history.Planting.pick;
import static org.diamondconfig.system.history.Planting.rowOf;
import static org.diamondconfig.system.history.Planting.sameKey;
import static org.diamondconfig.system.history.Planting.told;
import static org.diamondconfig.system.history.Planting.version;
import static org.diamondconfig.system.history.Planting.with;
import static org.diamondconfig.system.history.Planting.withCopy;
import static org.diamondconfig.system.history.Planting.withOperation;
import static org.diamondconfig.system.history.Planting.withRow;
import static org.diamondconfig.system.history.Planting.withRows;
import static org.diamondconfig.system.history.Planting.without;
import static org.diamondconfig.system.history.Planting.withoutRow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;

/** What a broken store would have done, planted into a right history; each under the rule that must notice. */
enum Bug {
    LOST_ACK(Rule.D1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish).map(ack -> withoutRow(history, ack));
        }
    },
    OVERWRITTEN_ACK(Rule.D1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .map(ack -> withRow(withoutRow(history, ack), rowOf(ack, "another value")));
        }
    },
    LOST_REMOVAL(Rule.D1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::silentRemoval)
                    .map(removal -> withRows(
                            history,
                            history.rows().stream()
                                    .filter(row ->
                                            !row.key().equals(removal.act().key())
                                                    || !row.value().equals(Operation.ABSENT)
                                                    || isTold(history, row))
                                    .toList()));
        }
    },
    DUPLICATE_VERSION(Rule.W1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .flatMap(first -> pick(
                                    history,
                                    random,
                                    second -> acknowledgedPublish(second)
                                            && sameKey(first, second)
                                            && second.version() != first.version())
                            .map(second -> with(history, second, version(second, first.version()))));
        }
    },
    WRITE_OUT_OF_TIME(Rule.L1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .flatMap(first -> pick(
                                    history,
                                    random,
                                    second -> acknowledgedPublish(second)
                                            && sameKey(first, second)
                                            && second.version() > first.version()
                                            && first.span().end()
                                                    < second.span().start())
                            .map(second -> with(
                                    with(history, first, version(first, second.version())),
                                    second,
                                    version(second, first.version()))));
        }
    },
    TWO_WINNERS(Rule.C1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, winner -> acknowledged(winner, Kind.PUBLISH_IF) && winner.version() > 1)
                    .flatMap(winner -> pick(
                                    history,
                                    random,
                                    second -> acknowledgedPublish(second)
                                            && sameKey(winner, second)
                                            && second.version() > winner.version())
                            .map(second -> with(
                                    history,
                                    second,
                                    new Operation(
                                            second.process(),
                                            second.number(),
                                            new Act(
                                                    Kind.PUBLISH_IF,
                                                    second.act().key(),
                                                    second.act().value(),
                                                    winner.version() - 1),
                                            second.span(),
                                            second.told()))));
        }
    },
    OLDER_SET_OF_DATUMS(Rule.A1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, merge -> merge.kind() == Kind.MERGE)
                    .map(merge -> with(history, merge, told(merge, 0, "merge " + random.nextInt(3))));
        }
    },
    /** And the next merge heals it. */
    OLDER_SET_ON_THE_WAY(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return mergedLate(history, random);
        }
    },
    DATUM_LEFT_OUT(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return mergedWrong(
                    history, random, (all, one) -> all.get(one).stream().skip(1).toList());
        }
    },
    DATUMS_IN_ANOTHER_ORDER(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return mergedWrong(history, random, (all, one) -> {
                List<String> turned = new ArrayList<>(all.get(one));
                Collections.reverse(turned);
                return turned;
            });
        }
    },
    DATUM_OF_NOBODY(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return mergedWrong(
                    history,
                    random,
                    (all, one) -> Stream.concat(all.get(one).stream(), Stream.of("a value of nobody"))
                            .toList());
        }
    },
    CHANGES_MADE_OUT_OF_TIME(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return changesSwapped(history, random);
        }
    },
    /** What the tester finds in the table of datums, and the last merge, agree on leaving it out. */
    LAST_CHANGE_IS_NEVER_MERGED(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            long last = history.rows().stream().mapToLong(Row::change).max().orElseThrow() + 1;
            Act act = new Act(Kind.PUBLISH, "k3#d9", "never merged", Operation.ANY_VERSION);
            Operation merge =
                    pick(history, random, one -> one.kind() == Kind.MERGE).orElseThrow();
            Told told = new Told(Outcome.OK, last, act.value(), merge.told().epoch(), Level.CLIENT);
            long now = merge.span().start() - 2;
            return Optional.of(withRow(
                    withOperation(history, new Operation("c1", 1_000_000, act, new Span(now, now + 1), told)),
                    new Row(act.key(), last, act.value(), merge.told().epoch(), last)));
        }
    },
    MERGED_FROM_THE_FUTURE(Rule.A2) {
        @Override
        Optional<History> plant(History history, Random random) {
            List<String> last =
                    history.merged().get(history.merged().size() - 1).datums();
            return pick(history, random, write -> last.contains(write.act().value()))
                    .map(write -> with(
                            history,
                            write,
                            at(
                                    write,
                                    write.span().start() + A_MILLISECOND,
                                    write.span().end() + A_MILLISECOND)));
        }
    },
    TORN_VALUE(Rule.R1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, read -> read.tells() && read.version() > 0)
                    .map(read -> with(history, read, told(read, read.version(), "half of a value")));
        }
    },
    VALUE_OF_ANOTHER_VERSION(Rule.R1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, read -> read.tells() && read.version() > 0)
                    .flatMap(read -> history.rows().stream()
                            .filter(row -> row.key().equals(read.act().key()))
                            .filter(row -> !row.value().equals(read.told().value()))
                            .findFirst()
                            .map(row -> with(history, read, told(read, read.version(), row.value()))));
        }
    },
    REFUSED_WRITE_IS_READ(Rule.R2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .map(ack -> with(
                            history,
                            ack,
                            new Operation(
                                    ack.process(),
                                    ack.number(),
                                    ack.act(),
                                    ack.span(),
                                    new Told(
                                            Outcome.FAILED,
                                            0,
                                            Operation.ABSENT,
                                            ack.told().epoch(),
                                            Level.CLIENT))));
        }
    },
    READ_FROM_THE_FUTURE(Rule.R3) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .flatMap(ack -> pick(
                                    history,
                                    random,
                                    read -> read.tells() && sameKey(ack, read) && read.version() == ack.version())
                            .map(read -> with(history, read, movedBefore(read, ack))));
        }
    },
    STALE_STRONG_READ(Rule.S1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Planting::acknowledgedPublish)
                    .flatMap(ack -> pick(
                                    history,
                                    random,
                                    read -> read.told().level() == Level.DATABASE
                                            && sameKey(ack, read)
                                            && ack.span().end() < read.span().start())
                            .map(read -> with(history, read, as(history, read, ack.version() - 1))));
        }
    },
    BACKWARDS_READ(Rule.M1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, read -> clientsGet(read) && read.version() > 1)
                    .flatMap(first -> pick(
                                    history,
                                    random,
                                    later -> clientsGet(later)
                                            && sameKey(first, later)
                                            && first.process().equals(later.process())
                                            && first.span().end() < later.span().start())
                            .map(later -> with(history, later, as(history, later, first.version() - 1))));
        }
    },
    BACKWARDS_CALL(Rule.M1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, call -> call.kind() == Kind.CALL && call.version() > 1)
                    .flatMap(first -> pick(
                                    history,
                                    random,
                                    later -> later.kind() == Kind.CALL
                                            && sameKey(first, later)
                                            && first.process().equals(later.process())
                                            && first.span().end() < later.span().start())
                            .map(later -> with(history, later, as(history, later, first.version() - 1))));
        }
    },
    MISSED_FINAL_CALL(Rule.V1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, call -> isLast(history, call) && call.version() > 0)
                    .map(call -> without(history, call));
        }
    },
    /** As when a wake-up is lost: the listener hears all the same when its client compares what it has. */
    LOST_WAKE_UP(Rule.V2) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, call -> isLast(history, call) && isDue(history, call))
                    .map(call -> lastCallLater(history, call, 2 * Calm.BOUND.toNanos()));
        }
    },
    DUPLICATE_CALL(Rule.N1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, call -> call.kind() == Kind.CALL && call.ok())
                    .map(call -> withCopy(history, call));
        }
    };

    private static final long A_MILLISECOND = 1_000_000;

    private final Rule rule;

    Bug(Rule rule) {
        this.rule = rule;
    }

    /** The rule that it breaks. */
    Rule rule() {
        return rule;
    }

    /** The history with the bug in it; empty if this one has no place where it would show. */
    abstract Optional<History> plant(History history, Random random);
}
