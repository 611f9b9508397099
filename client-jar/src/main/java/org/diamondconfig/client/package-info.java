/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The client library: read configurations, hear of their changes, publish; with servers, without them, and over restarts.
 *
 * <p>{@link org.diamondconfig.client.DiamondClient} is the way in. Nothing but the JDK is needed at run time. What is public
 * here is the API; how it works is in {@code internal}, which nobody else may use.
 */
package org.diamondconfig.client;
