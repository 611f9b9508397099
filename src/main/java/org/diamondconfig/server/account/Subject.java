/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.wire.ConfigKey;

/**
 * Whom rights are given to. Immutable. Written {@code user:alice}, {@code group:ops}, {@code token:4f2a91c0},
 * {@code application:cart} or {@code network:legacy}.
 *
 * @param name ASCII letters, digits and {@code _ - .}, 1 to 64
 */
public record Subject(Kind kind, String name) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

    /** What a subject is. */
    public enum Kind {
        USER,
        GROUP,
        TOKEN,
        /** Clients of the original Diamond that sign with the key of their application. */
        APPLICATION,
        /** Whoever comes from some networks and shows nothing. */
        NETWORK;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Whether one is known by a secret that belongs to its account. */
        boolean hasSecrets() {
            return this == TOKEN || this == APPLICATION;
        }

        /** How it is written, and the group of the key that a subject of this kind is kept under. */
        public String wireName() {
            return wireName;
        }

        static Kind named(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "subject: known are user, group, token, application and network"));
        }
    }

    /** Refuses what is no name with an {@link IllegalArgumentException}. */
    public Subject {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "subject: a name has 1 to 64 ASCII letters, digits and _ - . and begins with no dot");
        }
    }

    /** Whether a subject may have this name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The user of this name. */
    public static Subject user(String name) {
        return new Subject(Kind.USER, name);
    }

    /**
     * Reads {@code kind:name}.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static Subject parse(String text) {
        int colon = text.indexOf(':');
        return new Subject(Kind.named(text.substring(0, Math.max(colon, 0))), text.substring(colon + 1));
    }

    /** Whom this key is about; empty if it is another document, or a row that somebody named by hand. */
    static Optional<Subject> of(ConfigKey key) {
        return Arrays.stream(Kind.values())
                .filter(kind -> key.namespace().equals(Access.RESERVED))
                .filter(kind -> kind.wireName().equals(key.group()) && isName(key.dataId()))
                .map(kind -> new Subject(kind, key.dataId()))
                .findFirst();
    }

    /** Where it is kept. */
    public ConfigKey key() {
        return new ConfigKey(Access.RESERVED, kind.wireName(), name);
    }

    @Override
    public String toString() {
        return kind.wireName() + ':' + name;
    }
}
