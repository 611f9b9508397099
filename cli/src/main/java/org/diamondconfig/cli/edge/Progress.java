/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.function.LongSupplier;

/**
 * One line on the terminal that moves while long work goes on, with a bar where it is known how much there is; nothing without a
 * terminal. Confined to one thread.
 *
 * <pre>
 * imported 5000
 * imported 5000 of 10000 [##########          ]
 * </pre>
 */
public final class Progress implements AutoCloseable {

    private static final long PAUSE_NANOS = 100_000_000;
    private static final int BAR = 20;

    private final Surroundings around;
    private final boolean shown;
    private final String what;
    private final LongSupplier nanos;
    private long count;
    private long all;
    private long last;
    private int longest;
    private boolean visible;

    Progress(Surroundings around, boolean shown, String what, LongSupplier nanos) {
        this.around = around;
        this.shown = shown;
        this.what = what;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Whether anybody sees it. */
    public boolean isShown() {
        return shown;
    }

    /** So many there are in all. */
    public void of(long total) {
        all = total;
    }

    /** So many there are besides. */
    public void more(long others) {
        all += others;
    }

    /** So many of all are left out. */
    public void without(long fewer) {
        all = Math.max(0, all - fewer);
    }

    /** So many more are done. */
    public void add(long more) {
        count += more;
        if (shown && nanos.getAsLong() - last > PAUSE_NANOS) {
            last = nanos.getAsLong();
            String line = what + ' ' + count + bar();
            longest = Math.max(longest, line.length());
            around.err().print("\r" + line);
            around.err().flush();
            visible = true;
        }
    }

    private String bar() {
        if (all <= 0) {
            return "";
        }
        int full = (int) (Math.min(count, all) * BAR / all);
        return " of " + all + " [" + "#".repeat(full) + " ".repeat(BAR - full) + ']';
    }

    /** How many were done. */
    public long count() {
        return count;
    }

    /** Makes way for what is printed now; it comes again with what is done next. */
    void hide() {
        if (visible) {
            around.err().print("\r" + " ".repeat(longest) + "\r");
            around.err().flush();
            visible = false;
        }
    }

    @Override
    public void close() {
        hide();
    }
}
