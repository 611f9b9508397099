/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Who uses which configuration, at all nodes together: subscribers of a key, clients, how far a version got. All that live are
 * asked; who does not answer is named.
 *
 * <p>No clock of one machine is compared with that of another: what travels are ages. Nothing is remembered here.
 */
package org.diamondconfig.server.audience;
