/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

import org.diamondconfig.wire.Epoch;

/** 404: what was named does not exist. */
public final class NotFound extends ProblemException {

    private static final long serialVersionUID = 1;

    private final transient Epoch epoch;
    private final long version;

    public NotFound(String code, String sentence) {
        this(code, sentence, null, 0);
    }

    /**
     * A key that is known to be absent.
     *
     * @param epoch of the version
     * @param version at which it was removed; 0 when it never was there
     */
    public NotFound(String code, String sentence, Epoch epoch, long version) {
        super(404, code, sentence);
        this.epoch = epoch;
        this.version = version;
    }

    /** The epoch of {@link #version}; {@code null} when no key's state is told. */
    public Epoch epoch() {
        return epoch;
    }

    /** At which version the key is absent. */
    public long version() {
        return version;
    }
}
