/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What measuring is made of: samples, interleaved pairs, bounds, and the ledger that prints and keeps them.
 *
 * <p>Pure arithmetic and one writer of files; nothing here knows of HTTP or of Diamond.
 */
package org.diamondconfig.bench.figures;
