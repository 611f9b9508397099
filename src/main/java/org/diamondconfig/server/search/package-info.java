/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How many configurations are found and read by one request: the search and the batch read.
 *
 * <p>Names, types and contents are searched in the dump, tags and applications in the database; to count them they are read in the
 * background and kept in memory, and then searched for there.
 * Nothing here changes anything.
 */
package org.diamondconfig.server.search;
