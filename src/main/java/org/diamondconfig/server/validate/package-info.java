/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What is wrong with a content by the rules of the type it is said to have, and where: for editors, before it is published.
 *
 * <p>A class for each type reads a {@code Source} and tells {@code Findings}. Whatever is sent, reading takes time and memory in
 * proportion to its length: nesting is bounded, no alias and no entity is unfolded, nothing outside of it is opened. Nothing
 * here reads or changes a configuration.
 */
package org.diamondconfig.server.validate;
