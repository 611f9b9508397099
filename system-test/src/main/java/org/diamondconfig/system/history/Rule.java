/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What must hold of every history. The letters are those of the guarantees: W, D, L and C of writes, R, S and M of reads, V
 * and N of listeners, A of aggregates. To these rules each datum is a key of its own, too. (T1, how stale reads were, is a figure and no rule: {@link Staleness}.)
 */
public enum Rule {
    W1("no two acknowledged writes have one version", WriteRules::versionsAreUnique),
    D1("what was acknowledged stands in the history table", WriteRules::acknowledgedIsStored),
    L1("a write that begins after an acknowledgement has a higher version", WriteRules::orderIsThatOfTime),
    C1("a conditional write makes the version after the one it expects, and one at most does", WriteRules::oneWins),
    R1("what is read is what the history table has at that version", ReadRules::readIsStored),
    R2("what is read was written by somebody who was not refused", ReadRules::readWasWritten),
    R3("nothing is read before its write began", ReadRules::nothingFromTheFuture),
    S1("a strong read is not older than what was acknowledged before it began", ReadRules::strongReadsAreFresh),
    M1("no client is told an older version after a newer one", ReadRules::neverBack),
    V1("once all is quiet, every listener's last call has told the final version", ListenerRules::lastCallIsFinal),
    V2(
            "what is acknowledged while no fault is on, every listener is told within 15 s",
            ListenerRules::calmIsHeardAtOnce),
    N1("no listener is told a version twice in a row", ListenerRules::noCallTwice),
    A1("once all is quiet, the content of an aggregate is what its datums come to", AggregateRules::datumsAreMerged),
    A2(
            "each version of an aggregate is what its datums came to, in their order",
            AggregateRules::versionsAreStatesInOrder);

    private final String law;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final Function<KeyHistory, Stream<String>> check;

    Rule(String law, Function<KeyHistory, Stream<String>> check) {
        this.law = law;
        this.check = check;
    }

    /** The rule as a sentence. */
    public String law() {
        return law;
    }

    Stream<Violation> violations(KeyHistory key) {
        return check.apply(key).map(sentence -> new Violation(this, key.key(), sentence));
    }
}
