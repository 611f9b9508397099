/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How the client keeps what is below a prefix: listed from a server, merged so that no key goes back, kept on disk, told to
 * listeners. Whether something changed it learns from the pollers of {@code internal}, which it may import; only
 * {@code org.diamondconfig.client} may import it.
 */
package org.diamondconfig.client.internal.children;
