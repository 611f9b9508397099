/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The HTTP face of the original Diamond 3.x, for clients and scripts that were written for it: its paths, its poll, its
 * separators, GBK, and the words of its pages. docs/diamond-face.md has the table, and what differs on purpose.
 *
 * <p>A thin face: it translates and asks the facades behind it, and keeps nothing but what is dear to compute again. Every key
 * of it is in the public namespace. No rule about configurations may live here.
 */
package org.diamondconfig.server.diamond;
