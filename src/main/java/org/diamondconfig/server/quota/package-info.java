/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How much a namespace, or a group of it, may hold, and the refusal of what would be more.
 *
 * <p>{@code Counts} knows what each holds, as far as this node's copy goes; whoever serves that copy tells it. {@code
 * Quotas} knows what each may hold; where that is kept is not known here. {@code config} and {@code aggregate} ask before
 * they write. No database, no dump and no HTTP comes in here.
 */
package org.diamondconfig.server.quota;
