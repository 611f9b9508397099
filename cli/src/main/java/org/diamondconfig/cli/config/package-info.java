/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands about one configuration at a time: read, publish, remove, list, compare, go back, watch, check.
 */
package org.diamondconfig.cli.config;
