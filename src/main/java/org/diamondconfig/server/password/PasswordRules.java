/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import java.util.List;
import java.util.Locale;
import org.diamondconfig.server.problem.BadRequest;

/**
 * What a new password may be: long enough, and not one of those that everybody tries first. No characters are demanded, none
 * refused. Immutable.
 *
 * <p>There is no list of common passwords, which would have to be long and would still miss {@code Diamond-2026}: a password is
 * worth the characters that are left when words that people use for passwords, the user's own name, and runs as {@code 1234},
 * {@code qwerty} and {@code aaaa} are taken out of it.
 */
final class PasswordRules {

    /** Longest, in characters: a longer one would cost more to hash, and nobody types it. */
    static final int MOST = 128;

    /** Least number of characters that no word or run accounts for. */
    private static final int LEAST_WORTH = 6;

    private static final int LEAST_DIFFERENT = 5;

    /** Words that people make passwords of, written as {@link #plain} leaves them. Longer ones stand before their beginnings. */
    private static final List<String> WORDS = List.of(
            "administrator",
            "basketball",
            "changeme",
            "configuration",
            "configurator",
            "configure",
            "database",
            "development",
            "diamond",
            "dragon",
            "football",
            "baseball",
            "hunter",
            "iloveyou",
            "internet",
            "jennifer",
            "computer",
            "letmein",
            "liverpool",
            "chelsea",
            "arsenal",
            "master",
            "michael",
            "michelle",
            "monday",
            "friday",
            "summer",
            "winter",
            "spring",
            "autumn",
            "january",
            "december",
            "monkey",
            "mustang",
            "passwort",
            "password",
            "passphrase",
            "passwd",
            "pokemon",
            "princess",
            "production",
            "secret",
            "server",
            "service",
            "shadow",
            "starwars",
            "sunshine",
            "superman",
            "batman",
            "support",
            "system",
            "testing",
            "test",
            "trustno",
            "welcome",
            "whatever",
            "default",
            "initial",
            "master",
            "access",
            "admin",
            "jakarta",
            "charlie",
            "daniel",
            "jordan",
            "thomas",
            "ashley",
            "killer",
            "freedom",
            "cheese",
            "cookie",
            "pepper",
            "ginger",
            "hello",
            "login",
            "guest",
            "payara",
            "wildfly",
            "mysql",
            "oracle",
            "google",
            "facebook",
            "root",
            "user",
            "pass",
            "love");

    /** Keys that lie side by side, and characters that follow each other. */
    private static final List<String> ROWS = List.of(
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwertzuiop",
            "yxcvbnm",
            "azertyuiop",
            "qsdfghjklm",
            "abcdefghijklmnopqrstuvwxyz",
            "12345678901",
            "!@#$%^&*()",
            "qaz",
            "wsx",
            "edc",
            "rfv");

    private final int least;

    /** @param least shortest, in characters */
    PasswordRules(int least) {
        this.least = least;
    }

    /**
     * Lets a password pass that somebody wants for his own.
     *
     * @param user whose
     * @throws BadRequest WEAK_PASSWORD, naming the rule
     */
    void check(String password, String user) {
        int length = password.codePointCount(0, password.length());
        if (length < least || password.length() > MOST) {
            throw new BadRequest(
                    "WEAK_PASSWORD",
                    "password: " + least + " to " + MOST + " characters expected; a sentence is fine.");
        }
        if (password.chars().distinct().count() < LEAST_DIFFERENT || worth(password, user) < LEAST_WORTH) {
            throw new BadRequest(
                    "WEAK_PASSWORD",
                    "password: too easy to guess; without common words, your name and runs as 1234 too little is left.");
        }
    }

    /** How many characters nothing accounts for. */
    static int worth(String password, String user) {
        String text = password.toLowerCase(Locale.ROOT);
        int runs = unexplained(text);
        String rest = without(plain(user), plain(text));
        for (String word : WORDS) {
            rest = without(word, rest);
        }
        return Math.min(runs, unexplained(rest));
    }

    /** With letters for the signs that people write for them. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('0', 'o')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('@', 'a')
                .replace('5', 's')
                .replace('$', 's')
                .replace('!', 'i')
                .replace('1', 'i');
    }

    private static String without(String word, String text) {
        return word.isEmpty() ? text : text.replace(word, "");
    }

    /** The characters that do not follow from one of the two before them. */
    private static int unexplained(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean follows = (i > 0 && isNext(text.charAt(i - 1), text.charAt(i)))
                    || (i > 1 && isNext(text.charAt(i - 2), text.charAt(i)));
            if (!follows) {
                count++;
            }
        }
        return count;
    }

    private static boolean isNext(char before, char c) {
        if (before == c) {
            return true;
        }
        String forward = new String(new char[] {before, c});
        String backward = new String(new char[] {c, before});
        return ROWS.stream().anyMatch(row -> row.contains(forward) || row.contains(backward));
    }
}
