/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The WAR that Diamond is compared with: what the container itself costs, and nothing else.
 *
 * <p>{@code bare.war} is these classes, packed by {@code BareWar} when a measurement begins, and deployed beside
 * diamond-server.war. They may use the Jakarta EE API only.
 */
package org.diamondconfig.bench.bare;
