/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */

/**
 * The commands that have the server do many at once: zips out and in, copies to another namespace, and removal.
 *
 * <p>Zips are passed on as they come; what is known of one is what the server tells of it.
 */
package org.diamondconfig.cli.bulk;
