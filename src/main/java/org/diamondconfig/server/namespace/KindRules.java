/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;

/**
 * Which keys of a namespace are aggregates before anything is published to them. Immutable. The rules are a configuration
 * themselves, under {@link #keyOf}, as the whitelist of the original Diamond was: a pattern of dataIds on each line, after a
 * pattern of groups and a blank if not every group is meant; {@code *} = any characters, {@code ?} = exactly one, {@code #}
 * begins a comment.
 */
public final class KindRules {

    /** Most rules of a namespace. */
    static final int MOST = 1000;

    /** The dataId of the rules, in the default group of each namespace. */
    private static final String DATA_ID = "diamond.meta.aggregates";

    private static final Pattern LINE =
            Pattern.compile("[\\w\\-.:*?]{1,128} +[\\w\\-.:*?/]{1,250}|[\\w\\-.:*?/]{1,250}");

    private final List<Predicate<ConfigKey>> rules;

    private KindRules(List<Predicate<ConfigKey>> rules) {
        this.rules = rules;
    }

    /** The key of the rules of a namespace. */
    public static ConfigKey keyOf(String namespace) {
        return new ConfigKey(namespace, ConfigKey.DEFAULT_GROUP, DATA_ID);
    }

    /**
     * Lets a text pass that is to become the rules.
     *
     * @throws BadRequest if a line of it is no rule, or there are too many
     */
    public static void check(String text) {
        List<String> lines = lines(text);
        for (int i = 0; i < lines.size(); i++) {
            if (!isRule(lines.get(i)) && !lines.get(i).isEmpty()) {
                throw new BadRequest(
                        "BAD_KIND_RULE",
                        "Line " + (i + 1)
                                + " is no rule; a pattern of dataIds is expected, or one of groups, a blank and"
                                + " one of dataIds, of letters, digits, _ - . : / * and ?.");
            }
        }
        long rules = lines.stream().filter(KindRules::isRule).count();
        if (rules > MOST) {
            throw new BadRequest("BAD_KIND_RULE", "There are " + rules + " rules, and may be " + MOST + ".");
        }
    }

    /** The rules that a text holds. A line that passed no check, because somebody wrote it in SQL, is none. */
    public static KindRules of(String text) {
        return new KindRules(lines(text).stream()
                .filter(KindRules::isRule)
                .limit(MOST)
                .map(KindRules::rule)
                .toList());
    }

    private static List<String> lines(String text) {
        return text.lines().map(line -> line.replaceFirst("#.*", "").strip()).toList();
    }

    private static boolean isRule(String line) {
        return LINE.matcher(line).matches();
    }

    private static Predicate<ConfigKey> rule(String line) {
        int blank = line.indexOf(' ');
        Predicate<String> group = blank < 0 ? any -> true : Glob.of(line.substring(0, blank));
        Predicate<String> dataId = Glob.of(line.substring(blank + 1).strip());
        return key -> group.test(key.group()) && dataId.test(key.dataId());
    }

    /** Whether a key is to be merged from datums. */
    public boolean isAggregate(ConfigKey key) {
        return rules.stream().anyMatch(rule -> rule.test(key));
    }
}
