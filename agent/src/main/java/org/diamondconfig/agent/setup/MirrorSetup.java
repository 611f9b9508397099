/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * A key whose content is kept as a plain file. Immutable.
 *
 * @param cluster where it is from
 * @param key whose content
 * @param file where to
 * @param mode its permissions, {@code rw-r-----}
 * @param owner user, or user:group; empty = the agent's
 * @param deletes whether the file goes when the key is removed
 */
public record MirrorSetup(
        String cluster, ConfigKey key, Path file, String mode, Optional<String> owner, boolean deletes) {}
