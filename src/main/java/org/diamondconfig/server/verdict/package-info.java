/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What a subject may do to a key, and by which grant: asked before the act, by whoever shows people what they may do. The answer
 * is that of {@code Access} itself; nothing is decided here.
 */
package org.diamondconfig.server.verdict;
