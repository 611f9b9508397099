/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A1 and A2: what datums come to, in the end and on the way. */
final class AggregateRules {

    private AggregateRules() {}

    static Stream<String> datumsAreMerged(KeyHistory key) {
        String content = key.values().isEmpty()
                ? Operation.ABSENT
                : key.values().lastEntry().getValue();
        return key.merges()
                .filter(merge -> !merge.told().value().equals(content))
                .map(merge -> "the history table ends with the value with md5 '" + content + "', the datums come to '"
                        + merge.told().value() + "'");
    }

    /**
     * Every version is a state that the datums were in, whole, none after one that shows more; the last shows all changes. A change
     * that began after another was acknowledged is made after it: no version shows the one without the other. And nobody was
     * told a change before it was begun. What was acknowledged is among the changes by D1 of the datum.
     */
    static Stream<String> versionsAreStatesInOrder(KeyHistory key) {
        return Stream.of(notAState(key), unshownInTheEnd(key), madeOutOfTime(key), fromTheFuture(key))
                .flatMap(sentences -> sentences);
    }

    private static Stream<String> notAState(KeyHistory key) {
        Aggregate aggregate = key.aggregate();
        return aggregate.versions().entrySet().stream()
                .filter(version -> aggregate.shown(version.getKey()).isEmpty())
                .map(version -> "version " + version.getKey() + " shows "
                        + version.getValue().size() + " datums as they never stood at once after change "
                        + aggregate.shownBefore(version.getKey()) + ", which a version before it shows");
    }

    private static Stream<String> unshownInTheEnd(KeyHistory key) {
        Aggregate aggregate = key.aggregate();
        if (aggregate.versions().isEmpty()) {
            return Stream.empty();
        }
        List<String> shown = aggregate.versions().lastEntry().getValue();
        return key.merges()
                .filter(quiet -> !shown.equals(aggregate.last()))
                .map(quiet -> "the last version has " + shown.size() + " datums, the datum history ends with other "
                        + aggregate.last().size());
    }

    private static Stream<String> madeOutOfTime(KeyHistory key) {
        List<String> sentences = new ArrayList<>();
        Operation soonest = null;
        List<Operation> publishes = key.aggregate().publishes();
        for (int i = publishes.size() - 1; i >= 0; i--) {
            Operation publish = publishes.get(i);
            if (soonest != null && publish.span().start() > soonest.span().end()) {
                sentences.add(publish + " began after " + soonest + " had been acknowledged, and was made before it");
            }
            boolean sooner =
                    soonest == null || publish.span().end() < soonest.span().end();
            soonest = publish.ok() && sooner ? publish : soonest;
        }
        return sentences.stream();
    }

    private static Stream<String> fromTheFuture(KeyHistory key) {
        return key.tellings()
                .flatMap(telling -> key
                        .aggregate()
                        .youngest(telling.version())
                        .filter(writer -> telling.toldAt() < writer.span().start())
                        .map(writer -> telling + " told of a datum before " + writer + " began to write it")
                        .stream());
    }
}
