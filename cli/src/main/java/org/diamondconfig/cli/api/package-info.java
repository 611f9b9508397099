/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * Calls of the REST API by the client's own transport, token, TLS and order of servers.
 *
 * <p>No command is known here, and nothing is printed.
 */
package org.diamondconfig.cli.api;
