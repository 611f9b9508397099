/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What is kept of people beside their rights, as configurations of the reserved namespace, for those who know what is in it.
 *
 * <p>Nothing here knows what a document says. It may import {@code dump} and {@code config}.
 */
package org.diamondconfig.server.document;
