/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The datums: small contents that several publish under one key, and that are merged to its content, in the byte order of
 * their ids, joined by CRLF.
 *
 * <p>{@code Aggregates} is the facade; {@code DatumStore} changes datums and counts each change; {@code MergeStore} makes of
 * them what is read; {@code Merges} decides when. The merged content is a configuration like any other: {@code config} writes
 * its version, and nothing to the left can tell it from a published one.
 */
package org.diamondconfig.server.aggregate;
