/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The node's own copy of every configuration: it serves reads and polls, with the database or without it.
 *
 * <p>A change is taken when it is told of ({@code ConfigChanged}) or found by the sweep, is put into the folder, and only then
 * made known ({@code ConfigDumped}). Versions only go up within an epoch. What may be served is decided here; how it lies on
 * the disk is decided in {@code folder}. No transaction and no JPA row comes in here.
 */
package org.diamondconfig.server.dump;
