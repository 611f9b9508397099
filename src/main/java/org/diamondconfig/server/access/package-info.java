/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Who may do what: one decision on names alone, for every face of the server.
 *
 * <p>Nothing here reads a configuration or knows a protocol. It may import {@code store} and {@code edge}; every capability
 * that answers a caller imports it.
 */
package org.diamondconfig.server.access;
