/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The two seams between the client and the world: HTTP ({@link org.diamondconfig.client.internal.edge.Transport}) and time
 * ({@link org.diamondconfig.client.internal.edge.Timing}), each with the JDK's way of doing it.
 *
 * <p>Tests put their own in place of both. Nothing here knows what a configuration is; only the client may use it.
 */
package org.diamondconfig.client.internal.edge;
