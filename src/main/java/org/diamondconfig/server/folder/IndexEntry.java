/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * One line of the index: which version of a key this node holds, and what its content must look like. Immutable but for the
 * content itself, which comes and goes with the {@link ContentCache}. Thread-safe. Two lines are equal only if they are the
 * same object.
 */
public final class IndexEntry {

    /** The variant that everybody reads who is not chosen for another one. */
    public static final String FORMAL = "";

    private final ConfigKey key;
    private final String variant;
    private final Epoch epoch;
    private final long version;
    private final Body body;
    private final int serial;

    /** Null: not in memory. Written by the cache, or by the folder while the disk refuses it. */
    private volatile byte[] content;

    /** Whether it was read since the cache last looked. A lost write only makes it look idle. */
    private volatile boolean touched;

    /** Whether another line took this one's place, so that its file may go. */
    private volatile boolean released;

    /** @param body null: the key is gone as of this version */
    IndexEntry(DumpDir.Version version, Body body, int serial) {
        this.key = version.key();
        this.variant = version.variant();
        this.epoch = version.epoch();
        this.version = version.version();
        this.body = body;
        this.serial = serial;
    }

    public ConfigKey key() {
        return key;
    }

    /** {@code ""} for the formal value; other variants are for releases to some clients only. */
    public String variant() {
        return variant;
    }

    public Epoch epoch() {
        return epoch;
    }

    public long version() {
        return version;
    }

    /** Empty: the key is gone as of this version. */
    public Optional<Body> body() {
        return Optional.ofNullable(body);
    }

    /** Which of several files of one version this is: 0, unless a version's content was replaced by hand. */
    int serial() {
        return serial;
    }

    /** The content if it is in memory, else null; marks it as read. */
    byte[] cached() {
        byte[] held = content;
        if (held != null && !touched) {
            touched = true;
        }
        return held;
    }

    /** The content if it is in memory, else null; does not count as reading. */
    byte[] held() {
        return content;
    }

    void hold(byte[] bytes) {
        content = bytes;
    }

    boolean wasTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }

    boolean isReleased() {
        return released;
    }

    void markReleased() {
        released = true;
    }
}
