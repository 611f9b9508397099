/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What the command line costs, as it is built and started: each class is one measurement.
 *
 * <p>It is run as a process; figures go into a ledger.
 */
package org.diamondconfig.bench.cli;
