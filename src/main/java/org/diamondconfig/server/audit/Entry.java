/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import java.util.Map;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;

/**
 * What one line of the audit trail says. Immutable. Each text is cut to its column, and what a line of a log could not hold is
 * replaced, so that whatever was asked for can be written down.
 *
 * @param who did it, or tried to
 * @param action what it was, a word of ours
 * @param target what it was done to
 * @param versions of the target, before and after
 * @param outcome {@link #DONE}, or the code of the refusal
 * @param times how often; more than once only for refusals
 */
public record Entry(Who who, String action, Target target, Versions versions, String outcome, int times) {

    /** The outcome of a change that was made. */
    public static final String DONE = "done";

    private static final int MOST_WORD = 32;
    private static final int MOST_OUTCOME = 64;
    private static final int MOST_NAME = 128;
    private static final int MOST_LONG_NAME = 250;
    private static final int LAST_ASCII = '~';
    private static final char REPLACED = '?';

    public Entry {
        action = ascii(action, MOST_WORD);
        outcome = ascii(outcome, MOST_OUTCOME);
    }

    /**
     * Who acts, and from where. Immutable.
     *
     * @param subject as it was recognised
     * @param how it was recognised: session, token, signature (an old client's), network (from where it came) or none
     * @param address the network address it came from
     * @param traceId of the request; {@code ""} = it had none
     */
    public record Who(String subject, String how, String address, String traceId) {

        /** By the kind of the subject. */
        private static final Map<String, String> HOW =
                Map.of("user", "session", "token", "token", "application", "signature", "network", "network");

        public Who {
            subject = printable(subject, MOST_NAME);
            how = ascii(how, MOST_WORD / 2);
            address = ascii(address, MOST_OUTCOME);
            traceId = ascii(traceId, MOST_WORD);
        }

        static Who of(Caller caller) {
            String subject = caller.subject();
            String kind = subject.substring(0, Math.max(0, subject.indexOf(':')));
            return new Who(subject, HOW.getOrDefault(kind, "none"), caller.address(), caller.traceId());
        }
    }

    /**
     * What is acted upon. Immutable.
     *
     * @param namespace {@code ""} is the public one, or none where the others are empty too
     * @param group {@code ""} where the namespace as a whole is meant
     * @param dataId {@code ""} likewise
     * @param object what of it, or what else: a datum's id, a store's id; mostly empty
     */
    public record Target(String namespace, String group, String dataId, String object) {

        /** Nothing that has a name: the server itself. */
        public static final Target SERVER = new Target("", "", "", "");

        public Target {
            namespace = ascii(namespace, MOST_NAME);
            group = ascii(group, MOST_NAME);
            dataId = ascii(dataId, MOST_LONG_NAME);
            object = printable(object, MOST_LONG_NAME);
        }

        /** One configuration. */
        public static Target of(ConfigKey key) {
            return new Target(key.namespace(), key.group(), key.dataId(), "");
        }

        /** A namespace as a whole. */
        public static Target ofNamespace(String name) {
            return new Target(name, "", "", "");
        }

        /** This part of it. */
        public Target with(String part) {
            return new Target(namespace, group, dataId, part);
        }
    }

    /** Where something stood before an act, and after it; 0 where there is no such number. */
    public record Versions(long before, long after) {

        static final Versions NONE = new Versions(0, 0);
    }

    /** Somebody does this, and it takes effect. */
    public static Entry of(Caller caller, String action, Target target) {
        return new Entry(Who.of(caller), action, target, Versions.NONE, DONE, 1);
    }

    /** The same, bringing the target from one version to another. */
    public Entry between(long before, long after) {
        return new Entry(who, action, target, new Versions(before, after), outcome, times);
    }

    /** The same, refused. */
    public Entry refused(String code) {
        return new Entry(who, action, target, versions, code, times);
    }

    /** The same, so often. */
    Entry times(int count) {
        return new Entry(who, action, target, versions, outcome, count);
    }

    private static String ascii(String text, int most) {
        return cleaned(text, most, LAST_ASCII);
    }

    private static String printable(String text, int most) {
        return cleaned(text, most, Character.MAX_CODE_POINT);
    }

    private static String cleaned(String text, int most, int last) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        text.codePoints()
                .map(c -> c <= last && isPrintable(c) ? c : REPLACED)
                .takeWhile(c -> clean.length() + Character.charCount(c) <= most)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * An entry as it stands in the trail. Immutable.
     *
     * @param id of its row
     * @param atMicros when, by the database's clock, in microseconds since 1970
     * @param node that wrote it
     * @param entry what it says
     * @param mac what its node signed it with
     * @param seal it is under; 0 = none yet
     */
    public record Written(long id, long atMicros, String node, Entry entry, String mac, long seal) {

        /** The same with this signature. */
        Written signed(String newMac) {
            return new Written(id, atMicros, node, entry, newMac, seal);
        }
    }
}
