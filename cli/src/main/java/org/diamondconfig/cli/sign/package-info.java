/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about oneself: signing in and out, one's own password, who one is to the servers.
 *
 * <p>What is secret is asked for here, and comes by no option.
 */
package org.diamondconfig.cli.sign;
