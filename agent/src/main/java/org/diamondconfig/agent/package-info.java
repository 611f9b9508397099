/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The agent of a host: its start, its end, and nothing else. What it does is below: setup, store, follow, script, ask.
 *
 * <p>Imports point one way: agent, ask, script, follow, store, setup, reader.
 */
package org.diamondconfig.agent;
