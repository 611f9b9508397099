/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What is below a prefix: which keys one caller may read there, each at which version, and a digest that says so in short.
 *
 * <p>All of it comes from the dump, so it is there without a database. Whether somebody waits for a change of it is the
 * business of {@code watch}, which may import this package, as {@code search} may.
 */
package org.diamondconfig.server.children;
