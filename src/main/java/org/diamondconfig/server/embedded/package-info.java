/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/** The database that needs no server: H2 in a file of the data folder, how it is opened and closed, and how its file stays small. */
package org.diamondconfig.server.embedded;
