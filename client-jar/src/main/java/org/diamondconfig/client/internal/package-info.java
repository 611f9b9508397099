/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How the client works: one engine, its pollers, the files on disk and the list of servers. HTTP and time are behind the
 * seams in {@code edge}.
 *
 * <p>Knows nothing of the public API: values travel as {@link org.diamondconfig.client.internal.Held}, failures as
 * IOException. Only {@code org.diamondconfig.client} may import it; it may import only {@code org.diamondconfig.wire}. No
 * system property is read here and no wall clock orders anything.
 */
package org.diamondconfig.client.internal;
