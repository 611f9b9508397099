/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What an application learns about the keys below a prefix: the keys, their contents if it wants them, and what changed.
 *
 * <p>{@code DiamondClient.listenPrefix} and {@code DiamondClient.children} are the ways in. Nothing here calls a server.
 */
package org.diamondconfig.client.children;
