/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.Map;
import org.diamondconfig.server.edge.ProblemException;

/**
 * The way back to one client whose request is held, and how it is spoken to. It is used once; a client that went away
 * meanwhile is no failure, for what it holds is known when it asks again.
 */
interface Answer {

    /** How this client is spoken to. */
    Rendering rendering();

    /** Writes the answer and ends the exchange. */
    void send(Reply reply);

    /** Answers with a problem, a {@link ProblemException} or a bug, and ends the exchange. */
    void fail(RuntimeException problem);

    /** How the outcomes of a poll read on one face. */
    interface Rendering {

        /** Something differs. @throws ProblemException if there is nothing to show, as for a key that is gone */
        Reply changed(Changes changes);

        /** Nothing differed in time. @throws ProblemException as above */
        Reply unchanged();
    }

    /**
     * An answer before it is written.
     *
     * @param headers all but Content-Length
     * @param body not to be changed; empty for none
     */
    record Reply(int status, Map<String, String> headers, byte[] body) {}
}
