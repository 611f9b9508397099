/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about who may do what: signing in, users, groups, tokens, grants.
 */
package org.diamondconfig.cli.access;
