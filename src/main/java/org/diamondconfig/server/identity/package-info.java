/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * People: how they sign in and stay signed in, and how the first of them comes to be.
 *
 * <p>Who somebody is is decided here, what he may do is not. Nothing here keeps state of its own that a restart or another node
 * would miss, but for counts of attempts: sessions and passwords are documents of {@code account}. No package to the right of
 * this one may import it.
 */
package org.diamondconfig.server.identity;
