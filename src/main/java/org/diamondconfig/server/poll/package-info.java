/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What clients ask most, over HTTP: the watch of many keys and the read of one, which may wait.
 *
 * <p>Both are whole resources. The filters before JAX-RS answer what clients mostly send, polls by the same methods and plain
 * reads as the dump has them, with the same bytes; only the way back is another one. Whoever changes one changes both.
 */
package org.diamondconfig.server.poll;
