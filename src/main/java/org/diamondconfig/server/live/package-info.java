/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What a page that somebody looks at is told while it happens: changes, how far a version got, how the nodes are; as server-sent
 * events. Each event is decided about when it is sent, by the rights of that moment.
 *
 * <p>Nothing here holds a thread for a reader, and nobody who publishes waits for one: all that is not yet sent is a place in one
 * bounded memory, and the newest of what only the newest counts of. Clients of configurations poll; this is for people.
 */
package org.diamondconfig.server.live;
