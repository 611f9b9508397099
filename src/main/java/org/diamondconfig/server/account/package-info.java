/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The subjects that rights are given to: users, groups of users, and tokens of programs. Each is a configuration in the
 * namespace {@link org.diamondconfig.server.access.Access#RESERVED}, and so has versions, a history, and a copy in the dump of
 * every node, from which it is judged whether there is a database or not.
 *
 * <p>It tells {@code access} the rights of each subject, and {@code http} who sends a request. How people prove who they are is
 * {@code identity}'s.
 */
package org.diamondconfig.server.account;
