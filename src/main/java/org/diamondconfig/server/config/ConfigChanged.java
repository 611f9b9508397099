/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * A key is known to be committed at this version; fired synchronously, however it was learnt. Immutable.
 *
 * @param key what changed
 * @param epoch the store that the version belongs to
 * @param version at least this version can be read from the database
 */
public record ConfigChanged(ConfigKey key, Epoch epoch, long version) {}
