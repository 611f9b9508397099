/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

/**
 * What listeners have to be told once a write was acknowledged: this version, or a later one. Immutable.
 *
 * @param ack of the key itself, or of a datum that is merged to it
 */
record Due(Operation ack, long version) {}
