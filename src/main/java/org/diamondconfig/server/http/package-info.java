/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * HTTP as this server speaks it: queries, bodies and headers read strictly and the same on every container, and every refusal
 * told as a problem document.
 *
 * <p>Nothing here knows what a configuration is for, or a capability. It may import {@code edge}, {@code problem} and
 * {@code wire}; resources and servlets import it.
 */
package org.diamondconfig.server.http;
