/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

import org.diamondconfig.wire.Epoch;

/** 412: a precondition does not hold; tells where the key stands now. */
public final class PreconditionFailed extends ProblemException {

    private static final long serialVersionUID = 1;

    private final transient Epoch epoch;
    private final long currentVersion;

    /** @param currentVersion 0 when the key has never existed */
    public PreconditionFailed(String sentence, Epoch epoch, long currentVersion) {
        super(412, "PRECONDITION_FAILED", sentence);
        this.epoch = epoch;
        this.currentVersion = currentVersion;
    }

    /** The epoch that {@link #currentVersion()} belongs to. */
    public Epoch epoch() {
        return epoch;
    }

    /** The version of the key now; 0 when it has never existed. */
    public long currentVersion() {
        return currentVersion;
    }
}
