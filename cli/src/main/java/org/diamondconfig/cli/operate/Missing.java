/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Session;

/** The nodes that an answer about all nodes tells nothing of. Stateless. */
final class Missing {

    private Missing() {}

    /** Says which they are, and why, and whether even the others tell of a part alone. */
    static void tell(Session session, Answer answer) {
        answer.rows("missing")
                .forEach(node -> session.out().say("without node " + node.get("node") + ": " + node.get("reason")));
        if (answer.json().flag("cut", false)) {
            session.out().say("there is more than the nodes remember");
        }
    }
}
