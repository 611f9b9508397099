/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The command that has a person change a content in an editor.
 *
 * <p>What he wrote is lost in no case but his own wish.
 */
package org.diamondconfig.cli.edit;
