/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.diamondconfig.server.edge.Glob;
import org.diamondconfig.wire.ConfigKey;

/**
 * All that one subject may do: the union of what it was allowed, without what it was denied. Immutable. It knows names alone,
 * so that a refusal tells nothing of what exists.
 */
public final class Rights {

    /** Nothing at all. */
    public static final Rights NONE = of(List.of());

    /** The character before all others in a name. */
    private static final char FIRST = '-';

    private final List<Rule> allows;
    private final List<Rule> denies;

    /** A grant that is ready to be asked. */
    private record Rule(Grant grant, Set<Action> actions, Match match) {

        static Rule of(Grant grant) {
            Match match = new Match(pattern(grant.namespacePattern()), pattern(grant.group()), pattern(grant.dataId()));
            return new Rule(grant, grant.actions(), match);
        }

        private static Predicate<String> pattern(String pattern) {
            return pattern.equals(Grant.ANY) ? any -> true : Glob.of(pattern);
        }

        boolean concerns(Action action, ConfigKey key) {
            return concerns(action, key.namespace())
                    && match.group.test(key.group())
                    && match.dataId.test(key.dataId());
        }

        boolean concerns(Action action, String namespace) {
            return actions.contains(action) && match.namespace.test(namespace);
        }

        boolean isWhole() {
            return grant.isWhole();
        }

        boolean concernsAllOf(Action action, String namespace, String group) {
            return grant.dataId().equals(Grant.ANY) && concerns(action, namespace) && match.group.test(group);
        }

        /** The first name from this one on that its pattern of groups may fit. */
        Optional<String> groupFrom(String name) {
            int star = grant.group().indexOf('*');
            String head = star < 0 ? grant.group() : grant.group().substring(0, star);
            if (head.compareTo(name) >= 0) {
                return Optional.of(head);
            }
            if (star < 0 || !name.startsWith(head)) {
                return Optional.empty();
            }
            return Optional.of(match.group.test(name) ? name : next(name));
        }

        boolean isOfServer() {
            return isWhole() && grant.namespace().equals(Grant.ANY);
        }
    }

    private record Match(Predicate<String> namespace, Predicate<String> group, Predicate<String> dataId) {}

    private Rights(List<Rule> allows, List<Rule> denies) {
        this.allows = allows;
        this.denies = denies;
    }

    /** Whether a grant says anything of this, be it that it is denied. */
    public static boolean concerns(Grant grant, Action action, ConfigKey key) {
        return Rule.of(grant).concerns(action, key);
    }

    /** What these grants come to. */
    public static Rights of(Collection<Grant> grants) {
        return new Rights(rules(grants, Grant.Effect.ALLOW), rules(grants, Grant.Effect.DENY));
    }

    private static List<Rule> rules(Collection<Grant> grants, Grant.Effect effect) {
        return grants.stream()
                .filter(grant -> grant.effect() == effect)
                .map(Rule::of)
                .toList();
    }

    /** Whether this may be done to a key. */
    public boolean allow(Action action, ConfigKey key) {
        return any(allows, rule -> rule.concerns(action, key)) && !any(denies, rule -> rule.concerns(action, key));
    }

    /**
     * Whether this may be done to a namespace as a whole; to read, it is enough to be allowed to read something in it, since each
     * key is asked about again.
     */
    public boolean allowNamespace(Action action, String namespace) {
        Predicate<Rule> enough = rule -> action == Action.READ || rule.isWhole();
        return any(allows, rule -> rule.concerns(action, namespace) && enough.test(rule))
                && !any(denies, rule -> rule.concerns(action, namespace) && (rule.isWhole() || action != Action.READ));
    }

    /** Whether this may be done to anything of a namespace, be it a single key. A bound: each key is asked about again. */
    public boolean allowSomeOf(Action action, String namespace) {
        return any(allows, rule -> rule.concerns(action, namespace))
                && !any(denies, rule -> rule.isWhole() && rule.concerns(action, namespace));
    }

    /** The same of any namespace. */
    public boolean allowSome(Action action) {
        return any(allows, rule -> rule.actions.contains(action))
                && !any(denies, rule -> rule.isOfServer() && rule.actions.contains(action));
    }

    /** Whether this may be done to the server itself: only who may do it to everything may. */
    public boolean allowServer(Action action) {
        return any(allows, rule -> rule.isOfServer() && rule.actions.contains(action))
                && !any(denies, rule -> rule.actions.contains(action));
    }

    /**
     * The first name from this one on that a group may have in which this may be done to anything; empty if there is none. A
     * bound, so that the others can be passed over: it may be no group's name, or that of one in which nothing may be done.
     */
    public Optional<String> groupFrom(Action action, String namespace, String group) {
        boolean denied = any(denies, rule -> rule.concernsAllOf(action, namespace, group));
        String from = denied ? next(group) : group;
        return allows.stream()
                .filter(rule -> rule.concerns(action, namespace))
                .flatMap(rule -> rule.groupFrom(from).stream())
                .min(Comparator.naturalOrder());
    }

    private static String next(String name) {
        return name + FIRST;
    }

    private static boolean any(List<Rule> rules, Predicate<Rule> wanted) {
        for (Rule rule : rules) {
            if (wanted.test(rule)) {
                return true;
            }
        }
        return false;
    }
}
