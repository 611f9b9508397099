/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The database as everything above sees it: connections, whole transactions with their retry, statements, migrations, and the
 * identity of the store.
 *
 * <p>Only SQL may live inside a transaction, and no table of a capability is known here. {@code Database} is the facade.
 */
package org.diamondconfig.server.store;
