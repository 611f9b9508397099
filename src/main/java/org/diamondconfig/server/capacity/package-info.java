/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The quotas that operators set: kept as configurations in the namespace {@link
 * org.diamondconfig.server.access.Access#RESERVED}, so that they have versions and a history, and hold on every node, with
 * the database or without it; read and changed over HTTP; and a word in the log when one is nearly used up.
 *
 * <p>Whether a change fits is decided in {@code quota}, and what is held is counted where the dump is.
 */
package org.diamondconfig.server.capacity;
