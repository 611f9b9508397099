/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import java.net.URI;
import java.util.Optional;

/**
 * How this node stands among the others, for health and people. Immutable.
 *
 * @param address where it is reached; empty while that is not known
 * @param source where the address comes from: configured, detected, request or unknown
 * @param joined whether its heartbeat is in the store, as far as is known
 * @param code of what is wrong, {@code DUPLICATE_NODE} say; empty when nothing is
 * @param sentence what is wrong, or worth knowing, and what to do; empty when there is nothing
 */
public record Standing(
        String nodeId, Optional<URI> address, String source, boolean joined, String code, String sentence) {}
