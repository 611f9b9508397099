/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What the agent of a host costs and how soon its readers see what was published: each class named a bench is one measurement.
 *
 * <p>Agent and readers are processes of their own; figures go into a ledger. Nothing here knows of servers: those who publish
 * are handed in.
 */
package org.diamondconfig.bench.agent;
