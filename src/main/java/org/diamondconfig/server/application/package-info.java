/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Clients of the original Diamond that show which application they belong to.
 *
 * <p>They can do no better than sign the time with a key, by MD5; so this counts on the old faces alone. It may import
 * {@code account}.
 */
package org.diamondconfig.server.application;
