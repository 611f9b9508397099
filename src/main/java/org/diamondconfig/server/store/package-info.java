/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The database as everything above sees it: connections, whole transactions with their retry, migrations, the identity of
 * the store, and requests that take effect once.
 *
 * <p>Only SQL may live inside a transaction, and no table of a capability is known here. {@code Database} is the facade.
 */
package org.diamondconfig.server.store;
