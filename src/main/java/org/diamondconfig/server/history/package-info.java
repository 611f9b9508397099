/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The versions that a key has had: reading them, going back to one, and letting old ones go.
 *
 * <p>History rows are written by {@code config} in the transaction of the change; here they are only read and, when their
 * time is over, deleted. Nothing else may change a history row.
 */
package org.diamondconfig.server.history;
