/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * When each subject was last seen, so that people can tell which token nobody needs any more.
 *
 * <p>It knows subjects by their written names alone. It may import {@code store}.
 */
package org.diamondconfig.server.usage;
