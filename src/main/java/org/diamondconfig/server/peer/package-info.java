/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How nodes talk to each other: messages that the cluster's key signs, the door where they come in, and a round in which all that
 * live are asked the same at once and for a bounded time.
 *
 * <p>What is told or asked is for others to say; nothing of a message is believed before its signature is. No clock of one machine
 * is compared with that of another, but to refuse questions of long ago.
 */
package org.diamondconfig.server.peer;
