/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How the original Diamond is spoken to, whatever it is about: forms in GBK, texts and their md5 in GBK, and the words of its
 * pages.
 *
 * <p>No path and no rule about configurations may live here; {@code diamond} has the paths.
 */
package org.diamondconfig.server.gbk;
