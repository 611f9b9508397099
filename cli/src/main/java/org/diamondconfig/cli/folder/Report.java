/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;

/** What became of each of many: a row each, and at the end how many of which. Confined to one thread. */
final class Report implements AutoCloseable {

    static final String CREATED = "created";
    static final String CHANGED = "changed";
    static final String SAME = "same";
    static final String SKIPPED = "skipped";
    static final String REMOVED = "removed";
    static final String REFUSED = "refused";

    private static final Set<Exit> LAST = Set.of(Exit.UNREACHABLE, Exit.ACCESS, Exit.INTERRUPTED);

    private final Session session;
    private final Rows rows;
    private final Map<String, Long> counts = new TreeMap<>();
    private Exit worst = Exit.OK;

    Report(Session session) {
        this.session = session;
        this.rows = session.out().rows("outcome", "namespace", "group", "dataId", "version", "detail");
    }

    /** One more; what is the same is told in JSON only. */
    void add(ConfigKey key, String outcome, Map<String, Object> more) {
        counts.merge(outcome, 1L, Long::sum);
        if (outcome.equals(SAME) && !session.out().json()) {
            return;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("outcome", outcome);
        row.put("namespace", key.namespace());
        row.put("group", key.group());
        row.put("dataId", key.dataId());
        row.putAll(more);
        rows.add(row);
    }

    /** What the server made of an item. */
    void published(Item item, Map<String, Object> result) {
        int status = ((Long) result.get("status")).intValue();
        boolean wantedAbsent = "".equals(item.ifMatch());
        if (status == 200) {
            boolean changed = !Boolean.FALSE.equals(result.get("changed"));
            Map<String, Object> more =
                    result.get("version") instanceof Long version ? Map.of("version", version) : Map.of();
            add(item.key(), changed ? (wantedAbsent ? CREATED : CHANGED) : SAME, more);
        } else {
            refused(item.key(), Exit.ofStatus(status), String.valueOf(result.get("code")), result.get("detail"));
        }
    }

    /** One that was not done. */
    void refused(ConfigKey key, Exit exit, String code, Object detail) {
        worst = worst == Exit.OK ? exit : worst;
        add(key, REFUSED, Map.of("code", code, "detail", code + ": " + detail));
    }

    /** What was refused as a whole; what nobody answered ends the command, since the next would end alike. */
    void failed(List<ConfigKey> keys, Refused why) {
        String code = String.valueOf(why.problem().getOrDefault("code", ""));
        boolean open = why.exit() == Exit.UNREACHABLE && (code.isEmpty() || code.equals("OUTCOME_UNKNOWN"));
        String told = code.isEmpty() ? "NO_ANSWER" : code;
        String detail = why.getMessage() + (open ? "; it may have been done" : "");
        keys.forEach(key -> refused(key, why.exit(), told, detail));
        if (LAST.contains(why.exit())) {
            close();
            boolean partly = done() > 0 && why.exit() != Exit.INTERRUPTED;
            throw new Refused(partly ? Exit.PARTLY : why.exit(), why.getMessage() + "; " + counts(), why.problem());
        }
    }

    /** Ends the command where it is, if a person wants it to: what was sent is answered and told, and nothing else was done. */
    void goOn() {
        if (session.interrupted()) {
            close();
            throw new Refused(
                    Exit.INTERRUPTED,
                    "interrupted: " + (counts.isEmpty() ? "nothing was done" : counts())
                            + "; run again, it does the rest");
        }
    }

    private long done() {
        return counts.entrySet().stream()
                .filter(count -> !count.getKey().equals(REFUSED))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many of this. */
    long count(String outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /**
     * Says how many of which; how the process ends.
     *
     * @param others so many groups were left out
     */
    int end(int others) {
        close();
        session.out().say(counts() + (others == 0 ? "" : "; groups of the folder that are not set: " + others));
        boolean some = worst != Exit.OK && done() > 0;
        return (some ? Exit.PARTLY : worst).code();
    }

    private String counts() {
        StringBuilder text = new StringBuilder();
        counts.forEach((outcome, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(outcome));
        return text.isEmpty() ? "nothing to do" : text.toString();
    }

    @Override
    public void close() {
        rows.close();
    }
}
