/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import org.diamondconfig.wire.Epoch;

/** What must be true of a key for a change to be applied; checked in the transaction that applies it. */
public sealed interface Precondition {

    /** The change is applied whatever is there; losing a race only means trying again. */
    Precondition NONE = new None();

    /** See {@link #NONE}. */
    record None() implements Precondition {}

    /** The key must have content. */
    record MustExist() implements Precondition {}

    /** The key must have no content: never published, or removed. */
    record MustNotExist() implements Precondition {}

    /**
     * The key must be at this version of this generation.
     *
     * @param generation of the {@link Epoch} that the version was read in
     * @param version the version that the caller has seen
     */
    record VersionIs(long generation, long version) implements Precondition {}

    /**
     * The content must have this md5. Only faces that know no version use it.
     *
     * @param md5 lower-case hex; {@code ""} = no content
     */
    record Md5Is(String md5) implements Precondition {}
}
