/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What may wait, over HTTP: the watch of many keys and the read of one.
 *
 * <p>Both are whole resources. The filter before JAX-RS answers what clients mostly send, by the same methods and with the same
 * bytes; only the way back is another one. Whoever changes one changes both.
 */
package org.diamondconfig.server.poll;
