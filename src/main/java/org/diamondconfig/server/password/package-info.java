/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What a password may be, how one is proved without being kept, where its proof is, and how often it may be tried.
 *
 * <p>Nothing here knows who may do what, or what a session is. Hashes stay inside: no answer, log or event carries one. It may be
 * imported by {@code identity} alone.
 */
package org.diamondconfig.server.password;
