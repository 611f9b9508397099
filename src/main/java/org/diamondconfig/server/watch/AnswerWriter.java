/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The hand that writes answers of held polls: it does so on the container's managed threads, so that neither a publisher nor
 * the time wheel waits for a client's socket. Thread-safe. Outside a container nothing intercepts it, and it writes at once on
 * the caller's thread, which is what tests want.
 */
@ApplicationScoped
public class AnswerWriter {

    /** Made by the container. */
    public AnswerWriter() {}

    /** Writes a batch of answers, soon. */
    @Asynchronous
    public void write(Runnable batch) {
        batch.run();
    }
}
