/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Datums that stand for providers of a service: each is up, offline or down, and those that are up are handed out.
 *
 * <p>The state stands beside the datum, in tables of its own: the content of the key stays what its publishers made it, and no
 * change of a state makes a version of it. {@code Providers} is the facade; the datums themselves are those of
 * {@code aggregate}, asked for through its facade.
 *
 * <p>{@code Checks} is the facade of the checks: one node dials the providers of a key and moves them between up and down. Where
 * it dials is what {@code Endpoints} says, and nothing else in this server dials what a publisher names.
 */
package org.diamondconfig.server.provider;
