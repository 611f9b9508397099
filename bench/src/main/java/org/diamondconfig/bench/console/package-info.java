/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How long people wait at the console of a full server: a closed node with many configurations, namespaces and subscribers, and a
 * person in a real browser, whose own clock measures.
 */
package org.diamondconfig.bench.console;
