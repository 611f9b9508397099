/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The measurements: one command per target, each a ratio taken in one run on one server. {@link Bench} is the main class.
 *
 * <p>Run by hand, never by a test. What they are made of is in figures and http; what they compare with is in bare.
 */
package org.diamondconfig.bench;
