/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

/**
 * Which of the streams go to a terminal. Java knows it of the standard input and output together at best, so the launcher tells it of
 * each; where there is no launcher, what Java knows counts for both. Immutable.
 *
 * @param out whether data does: then tables are as wide as it is
 * @param err whether talk does: then a line may move
 */
public record Terminal(boolean out, boolean err) {

    /** The system property by which the launcher tells: {@code out}, {@code err}, both by a comma, or nothing. */
    public static final String TOLD = "diamond.cli.terminal";

    /** Neither. */
    public static final Terminal NONE = new Terminal(false, false);

    /**
     * As the launcher told it.
     *
     * @param told what it said; null if there was none
     * @param console whether Java has a terminal
     */
    static Terminal of(String told, boolean console) {
        return told == null ? new Terminal(console, console) : new Terminal(told.contains("out"), told.contains("err"));
    }
}
