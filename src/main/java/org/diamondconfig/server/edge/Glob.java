/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.util.function.Predicate;

/**
 * A name with {@code *} for any characters and {@code ?} for exactly one; everything else in it is literal. Immutable.
 * Matching takes time in proportion to name and pattern at worst, and never backtracks beyond the last star.
 */
public final class Glob implements Predicate<String> {

    private final String pattern;

    private Glob(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a name as a whole is like {@code pattern}. */
    public static Predicate<String> of(String pattern) {
        return new Glob(pattern);
    }

    @Override
    public boolean test(String name) {
        int at = 0;
        int read = 0;
        int star = -1;
        int resume = 0;
        while (read < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = read;
            } else if (at < pattern.length() && matches(pattern.charAt(at), name.charAt(read))) {
                at++;
                read++;
            } else if (star >= 0) {
                at = star + 1;
                read = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean matches(char wanted, char found) {
        return wanted == '?' || wanted == found;
    }
}
