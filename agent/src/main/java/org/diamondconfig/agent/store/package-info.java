/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The agent's side of the shared memory: the one writer of each cluster's store, its permissions, its checks.
 *
 * <p>The layout itself is agent.reader's, for it is what readers rely on. Nothing here knows of servers.
 */
package org.diamondconfig.agent.store;
