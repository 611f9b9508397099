/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The command line: {@code main}, and the list of its commands.
 *
 * <p>Imports point to the right only: cli > shell, operate, access, aggregate, folder > config > core > api > context > edge.
 */
package org.diamondconfig.cli;
