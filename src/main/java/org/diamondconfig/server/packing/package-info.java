/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Configurations as files of a zip: exported by ours, imported from ours and from Nacos'.
 *
 * <p>What a zip is, is known in {@code archive}; what becomes of each item is decided in {@code transfer}.
 */
package org.diamondconfig.server.packing;
