/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * Which keys of a namespace are aggregates before anything is published to them. Immutable. The rules are a configuration
 * themselves, under {@link #keyOf}, as the whitelist of the original Diamond was: a pattern of dataIds on each line, after a
 * pattern of groups and a blank if not every group is meant; {@code *} = any characters, {@code ?} = exactly one, {@code #}
 * begins a comment.
 */
public final class KindRules {

    /** Reads the rules of all namespaces, and tells the log of lines that are none, of each text once. Thread-safe. */
    public static final class Reader {

        private static final Logger LOG = System.getLogger("diamond.namespace");
        private static final int NAMED = 10;

        /** By namespace, the md5 of the spoilt text that the log was told of last. */
        private final Map<String, String> told = new ConcurrentHashMap<>();

        /** The rules that this text holds. A line that passed no check, because somebody wrote it in SQL, is none. */
        public KindRules read(String namespace, String text) {
            List<Integer> spoilt = spoilt(text);
            if (spoilt.isEmpty()) {
                told.remove(namespace);
            } else {
                tell(namespace, Md5.hex(text), spoilt);
            }
            return KindRules.of(text);
        }

        private void tell(String namespace, String md5, List<Integer> spoilt) {
            if (!md5.equals(told.put(namespace, md5))) {
                LOG.log(
                        Level.WARNING,
                        keyOf(namespace) + ": no rule in line "
                                + spoilt.stream()
                                        .limit(NAMED)
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))
                                + (spoilt.size() > NAMED ? " and more" : "")
                                + "; the other lines hold, publish the rules anew");
            }
        }
    }

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
        List<Integer> spoilt = spoilt(text);
        if (!spoilt.isEmpty()) {
            throw new BadRequest(
                    "BAD_KIND_RULE",
                    "Line " + spoilt.get(0)
                            + " is no rule; a pattern of dataIds is expected, or one of groups, a blank and"
                            + " one of dataIds, of letters, digits, _ - . : / * and ?.");
        }
        long rules = lines(text).stream().filter(KindRules::isRule).count();
        if (rules > MOST) {
            throw new BadRequest("BAD_KIND_RULE", "There are " + rules + " rules, and may be " + MOST + ".");
        }
    }

    static KindRules of(String text) {
        return new KindRules(lines(text).stream()
                .filter(KindRules::isRule)
                .limit(MOST)
                .map(KindRules::rule)
                .toList());
    }

    /** The numbers of the lines that say something and are no rules. */
    private static List<Integer> spoilt(String text) {
        List<String> lines = lines(text);
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> !lines.get(number - 1).isEmpty() && !isRule(lines.get(number - 1)))
                .boxed()
                .toList();
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
