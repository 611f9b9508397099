/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
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
            return pick(history, random, Bug::acknowledgedPublish).map(ack -> withoutRow(history, ack));
        }
    },
    OVERWRITTEN_ACK(Rule.D1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Bug::acknowledgedPublish)
                    .map(ack -> withRow(withoutRow(history, ack), rowOf(ack, "another value")));
        }
    },
    LOST_REMOVAL(Rule.D1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, Bug::silentRemoval)
                    .map(removal -> new History(
                            history.operations(),
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
            return pick(history, random, Bug::acknowledgedPublish)
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
            return pick(history, random, Bug::acknowledgedPublish)
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
            return pick(history, random, Bug::acknowledgedPublish)
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
            return pick(history, random, Bug::acknowledgedPublish)
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
            return pick(history, random, Bug::acknowledgedPublish)
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
    DUPLICATE_CALL(Rule.N1) {
        @Override
        Optional<History> plant(History history, Random random) {
            return pick(history, random, call -> call.kind() == Kind.CALL && call.ok())
                    .map(call -> withCopy(history, call));
        }
    };

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

    private static Optional<Operation> pick(History history, Random random, Predicate<Operation> wanted) {
        List<Operation> all =
                new ArrayList<>(history.operations().stream().filter(wanted).toList());
        Collections.shuffle(all, random);
        return all.stream().findFirst();
    }

    private static boolean acknowledged(Operation operation, Kind kind) {
        return operation.kind() == kind && operation.ok();
    }

    private static boolean acknowledgedPublish(Operation operation) {
        return acknowledged(operation, Kind.PUBLISH);
    }

    private static boolean silentRemoval(Operation operation) {
        return acknowledged(operation, Kind.REMOVE) && operation.version() == 0;
    }

    /** Whether the tombstone belongs to a removal that was told its version. */
    private static boolean isTold(History history, Row tombstone) {
        return history.operations().stream()
                .anyMatch(other -> acknowledged(other, Kind.REMOVE)
                        && other.act().key().equals(tombstone.key())
                        && other.version() == tombstone.version());
    }

    private static boolean clientsGet(Operation operation) {
        return operation.kind() == Kind.GET && operation.told().level() == Level.CLIENT;
    }

    private static boolean isLast(History history, Operation call) {
        return call.kind() == Kind.CALL
                && history.operations().stream()
                        .filter(other ->
                                other.kind() == Kind.CALL && other.process().equals(call.process()))
                        .allMatch(other -> other.span().start() <= call.span().start());
    }

    private static boolean sameKey(Operation first, Operation second) {
        return first.act().key().equals(second.act().key());
    }

    private static Operation told(Operation operation, long version, String value) {
        Told told = operation.told();
        return new Operation(
                operation.process(),
                operation.number(),
                operation.act(),
                operation.span(),
                new Told(told.outcome(), version, value, told.epoch(), told.level()));
    }

    private static Operation version(Operation operation, long version) {
        return told(operation, version, operation.told().value());
    }

    /** The read as it would have been of another version. */
    private static Operation as(History history, Operation read, long version) {
        String value = history.rows().stream()
                .filter(row -> row.key().equals(read.act().key()) && row.version() == version)
                .map(Row::value)
                .findFirst()
                .orElse(Operation.ABSENT);
        return told(read, version, value);
    }

    private static Operation movedBefore(Operation read, Operation write) {
        long start = write.span().start();
        return new Operation(read.process(), read.number(), read.act(), new Span(start - 2, start - 1), read.told());
    }

    private static Row rowOf(Operation ack, String value) {
        return new Row(ack.act().key(), ack.version(), value, ack.told().epoch());
    }

    private static History withoutRow(History history, Operation ack) {
        Row row = rowOf(ack, ack.act().value());
        return new History(
                history.operations(),
                history.rows().stream().filter(other -> !other.equals(row)).toList());
    }

    private static History withRow(History history, Row row) {
        return new History(
                history.operations(),
                Stream.concat(history.rows().stream(), Stream.of(row)).toList());
    }

    private static History with(History history, Operation old, Operation changed) {
        return new History(
                history.operations().stream()
                        .map(operation -> operation.equals(old) ? changed : operation)
                        .toList(),
                history.rows());
    }

    private static History without(History history, Operation old) {
        return new History(
                history.operations().stream()
                        .filter(operation -> !operation.equals(old))
                        .toList(),
                history.rows());
    }

    private static History withCopy(History history, Operation call) {
        Operation copy = new Operation(
                call.process(),
                history.operations().size(),
                call.act(),
                new Span(call.span().start() + 1, call.span().start() + 1),
                call.told());
        return new History(
                Stream.concat(history.operations().stream(), Stream.of(copy)).toList(), history.rows());
    }
}
