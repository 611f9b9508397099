/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The server's beans in the bench's own process, without a container, and what is measured of them.
 *
 * <p>The only place of the bench that knows classes of the server.
 */
package org.diamondconfig.bench.server;
