/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about datums, and about datums as providers of a service.
 */
package org.diamondconfig.cli.aggregate;
