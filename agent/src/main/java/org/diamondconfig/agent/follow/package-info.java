/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * One cluster followed: what the client hears is written to the store first and handed to mirrors, scripts and reports second.
 *
 * <p>Nothing here starts a process or opens a socket.
 */
package org.diamondconfig.agent.follow;
