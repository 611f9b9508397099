/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The history checker: what clients asked for and were told, and whether a right store could have told them that.
 *
 * <p>A store that counts each key's versions gives away the order of its writes, so that no search is needed: every rule of
 * {@link org.diamondconfig.system.history.Rule} is a comparison with what had been told before, O(n log n). Knows neither
 * servers nor clients; the workload that makes histories is in {@code campaign}. To judge a saved history again: the main of
 * {@link org.diamondconfig.system.history.Verdict}.
 */
package org.diamondconfig.system.history;
