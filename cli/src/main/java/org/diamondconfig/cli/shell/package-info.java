/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about the command line itself: contexts, completion, its reference.
 */
package org.diamondconfig.cli.shell;
