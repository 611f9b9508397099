/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The scripts that a person wants to run when a value changes: which one, in what order, for how long.
 *
 * <p>It learns of changes by its outlet alone and reads no store.
 */
package org.diamondconfig.agent.script;
