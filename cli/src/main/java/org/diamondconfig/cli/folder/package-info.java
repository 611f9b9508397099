/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about many configurations: a folder of files out and in.
 *
 * <p>Memory is that of a page, whatever there is.
 */
package org.diamondconfig.cli.folder;
