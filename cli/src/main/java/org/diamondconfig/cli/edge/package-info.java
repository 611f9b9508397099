/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * What a command touches of the machine it runs on: streams, exit codes, the forms of output.
 *
 * <p>No server is known here, and no command. Everything else of the command line may import it.
 */
package org.diamondconfig.cli.edge;
