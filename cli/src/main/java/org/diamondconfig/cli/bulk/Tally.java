/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diamondconfig.cli.edge.Exit;

/** How many came to which outcome. Confined to one thread. */
final class Tally {

    static final String REFUSED = "refused";

    private static final List<String> DONE = List.of("created", "overwritten", "removed");

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    long count(String outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** All that are changed now: what was left out, or is as it should be already, is not. */
    long done() {
        return DONE.stream().mapToLong(this::count).sum();
    }

    /** How the command ends, if it came to its end. */
    Exit exit() {
        return count(REFUSED) == 0 ? Exit.OK : done() == 0 ? Exit.CONFLICT : Exit.PARTLY;
    }

    /** Of which there were how many; {@code nothing}, if none were told. */
    @Override
    public String toString() {
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }
}
