/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.util.Optional;
import org.diamondconfig.server.folder.Body;
import org.diamondconfig.server.folder.DumpDir;
import org.diamondconfig.server.folder.IndexEntry;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * One version of one configuration as this node serves it. Thread-safe; immutable but for what it remembers to answer faster.
 * A newer version is another entry.
 */
public final class DumpEntry {

    private final IndexEntry line;
    private final Body body;
    private final DumpDir dir;

    /** The content if this entry has it for itself, too large to be shared; else null. */
    private final byte[] own;

    /** Made at the first read; two threads may both make it, and either will do. */
    private volatile ReadAnswer answer;

    /** @param line of a key that is present */
    DumpEntry(IndexEntry line, DumpDir dir) {
        this(line, dir, null);
    }

    private DumpEntry(IndexEntry line, DumpDir dir, byte[] own) {
        this.line = line;
        this.body = line.body().orElseThrow();
        this.dir = dir;
        this.own = own;
    }

    /** This entry with its content at hand; empty if the content cannot be had. */
    Optional<DumpEntry> whole() {
        Optional<byte[]> content = content();
        if (own != null || content.isEmpty() || dir.isHeld(line)) {
            return content.map(bytes -> this);
        }
        return content.map(bytes -> new DumpEntry(line, dir, bytes));
    }

    public ConfigKey key() {
        return line.key();
    }

    public Epoch epoch() {
        return line.epoch();
    }

    public long version() {
        return line.version();
    }

    /** The md5 of the content, as 32 lower-case hex characters. */
    public String md5() {
        return body.md5();
    }

    /** First half of the md5, for comparisons without text. */
    public long md5High() {
        return body.md5High();
    }

    /** Second half of the md5. */
    public long md5Low() {
        return body.md5Low();
    }

    public ConfigType type() {
        return body.type();
    }

    /** Of the content, in bytes. */
    public int length() {
        return body.length();
    }

    /**
     * The content: from memory, else from the disk. Not to be changed by the caller. Empty when the file is damaged, or went
     * because a newer version took its place: {@link Dump#read} asks again then.
     */
    public Optional<byte[]> content() {
        return own != null ? Optional.of(own) : dir.content(line);
    }

    /** What a read of this entry answers. */
    public ReadAnswer answer() {
        ReadAnswer made = answer;
        if (made == null) {
            made = ReadAnswer.of(this);
            answer = made;
        }
        return made;
    }
}
