/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What several servers on one MariaDB cost and how soon one knows what another was told: each class is one measurement.
 *
 * <p>Servers come from the system test's cluster; figures go into a ledger.
 */
package org.diamondconfig.bench.cluster;
