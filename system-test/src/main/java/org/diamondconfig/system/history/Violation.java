/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

/**
 * One place where a history breaks a rule. Immutable.
 *
 * @param sentence names the operations and the versions
 */
public record Violation(Rule rule, String key, String sentence) {

    @Override
    public String toString() {
        return rule + " " + key + ": " + sentence + " [" + rule.law() + "]";
    }
}
