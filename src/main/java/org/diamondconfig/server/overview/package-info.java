/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How all nodes are, and where a change has been at each: what only a node itself knows, asked of all that live at once and for
 * a bounded time. Who does not answer is told as such. For people who look; nothing of the service depends on it.
 *
 * <p>No clock of one machine is compared with that of another: what travels are ages.
 */
package org.diamondconfig.server.overview;
