/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The node as a whole: how it starts and stops, how well it is, what it can do, and what an operator does to it.
 *
 * <p>It imports every capability and is imported by none. Nothing that serves a configuration may live here.
 */
package org.diamondconfig.server.health;
