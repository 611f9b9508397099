/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

/** The command line. */
public final class Bench {

    private Bench() {}

    /** Runs one command. */
    public static void main(String[] arguments) {
        System.out.println(BareWar.in(java.nio.file.Path.of("bench/target")));
    }
}
