/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The ways a request can be refused, one exception type for each status that a caller is told.
 *
 * <p>Nothing here knows HTTP beyond the number of its status; {@code http} writes the answers. Every package may import this
 * one.
 */
package org.diamondconfig.server.problem;
