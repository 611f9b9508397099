/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import java.util.List;
import org.diamondconfig.server.peer.PeerRound.Said;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Subscribers.Known;

/**
 * What the nodes together know. Immutable.
 *
 * @param seen each client once, as the node has it where it was last; in one order
 * @param missing the nodes that did not answer
 * @param cut whether there may be more, even of those that answered
 * @param changedAgoMillis how long ago the first of them heard of the version that was asked for; -1 = none remembers
 */
record Census(List<Seen> seen, List<Said<Known>> missing, boolean cut, long changedAgoMillis) {

    /**
     * A client, and where.
     *
     * @param node its address; {@code ""} = it does not know its own yet
     */
    record Seen(Sighting sighting, String node) {}
}
