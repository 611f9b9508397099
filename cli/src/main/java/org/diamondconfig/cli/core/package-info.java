/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * What all commands share: the options that each takes, and what they amount to.
 *
 * <p>No command is known here.
 */
package org.diamondconfig.cli.core;
