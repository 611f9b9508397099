/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands of who runs servers: namespaces, quotas, audit, cluster, trace, operations, a doctor.
 */
package org.diamondconfig.cli.operate;
