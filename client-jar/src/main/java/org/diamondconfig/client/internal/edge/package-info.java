/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The seams between the client and the world: HTTP ({@link org.diamondconfig.client.internal.edge.Transport}) and time
 * ({@link org.diamondconfig.client.internal.edge.Timing}), each with the JDK's way of doing it; and files
 * ({@link org.diamondconfig.client.internal.edge.DurableFile}).
 *
 * <p>Tests put their own in place of the first two, and step in between with the third. Nothing here knows what a configuration is; only the client may use it.
 */
package org.diamondconfig.client.internal.edge;
