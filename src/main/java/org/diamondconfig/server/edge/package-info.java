/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The edge between the outside and the capabilities: settings, time, threads, who asks, and the trace of a change.
 *
 * <p>Nothing here knows what a configuration is for. Every other package may import this one; it imports only {@code wire}.
 */
package org.diamondconfig.server.edge;
