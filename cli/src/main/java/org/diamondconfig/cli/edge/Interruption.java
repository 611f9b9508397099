/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another wish that the process end. Long work that looks for it ends behind what is under way and tells how far it
 * came, and the process waits for that; everything else is over at once. Thread-safe.
 */
public final class Interruption {

    private static final long PATIENCE_SECONDS = 60; // a batch, by every server in turn

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile boolean looked;
    private volatile boolean asked;

    /** Of this process. */
    static Interruption ofProcess() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::ask, "diamond-interruption"));
        return interruption;
    }

    /** Ends long work, and waits until it has told how far it came. @return whether it has */
    public boolean ask() {
        asked = true;
        try {
            return !looked || told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether all is to end. Whoever looks looks again soon, for from now on the process waits for him. */
    public boolean isAsked() {
        looked = true;
        return asked;
    }

    /** All was told: the process may go. */
    public void over() {
        told.countDown();
    }
}
