/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Reads what the agent of this host keeps in shared memory: no network, no lock, about a microsecond.
 *
 * <p>{@code AgentReader} is the way in. {@code RecordLayout} and {@code StoreLayout} are the layout that docs/agent-layout.md
 * states for all languages; the agent writes by them. Nothing here writes to the store or calls a server.
 */
package org.diamondconfig.agent.reader;
