/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Keys that readers ask for: the socket by which they do, and the list that is remembered over restarts.
 *
 * <p>It knows no LMDB; whether a key is there it hears of the cluster.
 */
package org.diamondconfig.agent.ask;
