/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Where something stands in a content: a piece of text, what a regular expression matches, or a place by its path; and the line around
 * it, for people.
 *
 * <p>Pure: it is given one content after the other and bounds the time that it takes for each. Which contents those are, and who may
 * know of them, is the business of {@code search}.
 */
package org.diamondconfig.server.passage;
