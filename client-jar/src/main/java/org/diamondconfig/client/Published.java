/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import org.diamondconfig.wire.ConfigKey;

/**
 * A write that the store has committed. Immutable.
 *
 * @param key what was written
 * @param version its version now; the same as before if nothing differed
 * @param md5 of its content; {@code ""} after a removal
 */
public record Published(ConfigKey key, long version, String md5) {}
