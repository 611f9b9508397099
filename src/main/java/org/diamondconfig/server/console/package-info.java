/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How the console's files get to a browser: which there are, what a browser may do with them, what it may keep.
 *
 * <p>The console itself is {@code webapp/console} and asks the same API as everybody. Nothing here looks at who asks, so nothing
 * that is served here may be a secret. It may import {@code http} and {@code problem}; nothing imports it.
 */
package org.diamondconfig.server.console;
