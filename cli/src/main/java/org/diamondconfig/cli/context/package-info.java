/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The file of contexts: which server, namespace and token go by which name, for one user.
 *
 * <p>It imports only what touches the machine.
 */
package org.diamondconfig.cli.context;
