/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Telling clients that a configuration changed: polls that are held until it does, and how they are answered.
 *
 * <p>Order rule: a poll is registered first and compared second. One compare-and-set decides who answers it. What a poll is
 * told comes from the dump, so that nobody is woken for content that this node cannot serve yet. No transaction and no thread
 * is held across a parked poll, and no JPA type may live here.
 */
package org.diamondconfig.server.watch;
