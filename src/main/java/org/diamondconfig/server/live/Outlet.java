/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.io.IOException;

/** The way to one reader, which never makes a writer wait. Used by one thread at a time. */
interface Outlet {

    /** Who is told of the other side. */
    interface Ear {

        /** From now on {@link Outlet#isReady} may say so again. */
        void writable();

        /** There is nobody any more. */
        void gone();
    }

    /** From now on this is told. Called once. */
    void begin(Ear ear) throws IOException;

    /** Whether the next call takes what it is given at once; if not, the ear is told when that may be. */
    boolean isReady();

    void write(byte[] bytes) throws IOException;

    /** Has what was written sent. It needs to be ready, too. */
    void flush() throws IOException;

    /** Ends the answer. Any number of times. */
    void close();
}
