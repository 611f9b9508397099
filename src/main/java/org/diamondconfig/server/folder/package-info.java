/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The folder of the dump: contents as plain files, the index that says which file is which, and the memory in front of them.
 *
 * <p>It survives a kill at any point: what is read back is an old content or a new one, never a mixture and never a torn one.
 * It knows files, versions and checksums; it knows no database, no HTTP and no rule about which version may follow which.
 * Only {@code dump} may import it.
 */
package org.diamondconfig.server.folder;
