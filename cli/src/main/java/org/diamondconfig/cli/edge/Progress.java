/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

/** One line on the terminal that moves while long work goes on; nothing without a terminal. Confined to one thread. */
public final class Progress implements AutoCloseable {

    private static final long PAUSE_NANOS = 100_000_000;

    private final Surroundings around;
    private final boolean shown;
    private final String what;
    private long count;
    private long last;

    Progress(Surroundings around, boolean shown, String what) {
        this.around = around;
        this.shown = shown;
        this.what = what;
        this.last = System.nanoTime();
    }

    /** So many more are done. */
    public void add(long more) {
        count += more;
        if (shown && System.nanoTime() - last > PAUSE_NANOS) {
            last = System.nanoTime();
            around.err().print("\r" + what + ' ' + count);
            around.err().flush();
        }
    }

    /** How many were done. */
    public long count() {
        return count;
    }

    @Override
    public void close() {
        if (shown) {
            around.err().print("\r" + " ".repeat(what.length() + 21) + "\r");
            around.err().flush();
        }
    }
}
