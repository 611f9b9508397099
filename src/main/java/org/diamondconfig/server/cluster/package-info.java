/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Who else serves this store: heartbeats, the list of nodes and where they are reached, and the name server that hands the
 * list to clients.
 *
 * <p>The list outlives the database: what was known last is kept on disk. Nothing of what nodes tell each other lives here.
 * {@code Cluster} is the facade.
 */
package org.diamondconfig.server.cluster;
