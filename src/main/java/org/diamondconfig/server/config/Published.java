/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * The outcome of a change that is known to be committed. Immutable.
 *
 * @param key what was changed
 * @param epoch the store that the version belongs to
 * @param version the version that now holds the content
 * @param md5 of that content; {@code ""} = removed
 * @param changed false when the same was there already and nothing was written
 */
public record Published(ConfigKey key, Epoch epoch, long version, String md5, boolean changed) {}
