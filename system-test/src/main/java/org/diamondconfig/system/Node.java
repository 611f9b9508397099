/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.net.URI;
import java.nio.file.Path;

/**
 * One Diamond server in a process of its own, on the loopback, at one port for all its lives.
 *
 * <p>Confined to one thread; the process dies with this JVM.
 */
public interface Node extends AutoCloseable {

    /** The base of all addresses, {@code http[s]://127.0.0.1:<port>/diamond-server}; the same after a restart. */
    URI uri();

    /** The process id of the running server. */
    long pid();

    /** The server's data folder, {@code diamond.data}; it outlives the process. */
    Path data();

    /** What the server printed, over all its lives. */
    Path log();

    /** Whether the process runs. */
    boolean running();

    /**
     * Starts the server and returns once {@code /health/live} answers 200.
     *
     * @throws IllegalStateException with the log's tail, if it ended instead or took more than six minutes
     */
    void start();

    /** Asks the server to end, as an operator does (SIGTERM), and kills it if it has not within 90 s. */
    void stop();

    /** Ends the server as a crash does (SIGKILL). Nothing of it runs when this returns. */
    void kill();

    /** Stops the server in good order and starts it again. */
    default void restart() {
        stop();
        start();
    }

    /** Freezes the process as a long collection of garbage does, or a host that swaps (SIGSTOP): its sockets stay open. */
    void pause();

    /** Lets a process go on that was frozen (SIGCONT). */
    void resume();

    /** Kills what still runs. The folders stay for whoever looks into a failure. */
    @Override
    void close();
}
