/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How telling one peer goes. Immutable.
 *
 * @param queued changed keys that wait to be told
 * @param sent notices that arrived
 * @param failed messages that did not, each of them sent again
 * @param dropped notices given up, left to the peer's sweep
 * @param lastSuccess since a message last arrived; empty if none has
 * @param failure why the last message did not arrive; {@code ""} if it did
 */
public record LaneState(
        URI peer, int queued, long sent, long failed, long dropped, Optional<Duration> lastSuccess, String failure) {}
