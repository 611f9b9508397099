/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about who may do what: users, groups, tokens, applications, networks, grants.
 */
package org.diamondconfig.cli.access;
