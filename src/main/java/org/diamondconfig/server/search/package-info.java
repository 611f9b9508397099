/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How many configurations are found and read by one request: the search and the batch read.
 *
 * <p>Names, tags and applications are searched in the database, contents in the dump. Nothing here changes anything.
 */
package org.diamondconfig.server.search;
