/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Many configurations, taken from one place to another: copied between namespaces, exported and imported. A dry run tells what a run
 * would do; a run writes only over what it has seen.
 *
 * <p>What a change does is decided in {@code config}; nothing here writes a row.
 */
package org.diamondconfig.server.transfer;
