/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.util.Optional;

/**
 * What somebody wants of a transfer as a whole. Immutable.
 *
 * @param policy what becomes of what is there already
 * @param dryRun whether it is only to be told what would be done
 * @param plan the one that a dry run told, if nothing else may be done
 * @param comment why, for the history; may be empty
 */
public record Wishes(Policy policy, boolean dryRun, Optional<String> plan, String comment) {}
