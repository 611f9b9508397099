/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * The event that this node serves another version of a key from now on, or again the content that it had lost. Fired synchronously, after a read can see it. Immutable.
 *
 * @param md5 {@code ""}: the key is absent from now on
 * @param type {@link ConfigType#TEXT} when the key is absent
 */
public record ConfigDumped(ConfigKey key, Epoch epoch, long version, String md5, ConfigType type) {}
