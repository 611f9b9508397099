/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/** What the agent must reach, measured: {@code AgentBench} is run by hand, agent/README.md says how. */
package org.diamondconfig.agent.bench;
