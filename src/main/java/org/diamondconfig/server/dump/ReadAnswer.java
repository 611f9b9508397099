/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.diamondconfig.server.http.ETag;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * What a read of one configuration answers: the headers and the bytes, written down in this one place for every face that
 * answers reads. Immutable.
 */
public final class ReadAnswer {

    /** What every content is served as, whatever it is written in. */
    public static final String CONTENT_TYPE = "text/plain;charset=UTF-8";

    private static final String FROM_DUMP = "dump";
    private static final String FROM_DATABASE = "database";

    private final String etag;
    private final String gzippedEtag;
    private final String version;
    private final String epoch;
    private final String md5;
    private final String type;
    private final String level;
    private final Supplier<Optional<byte[]>> content;

    private ReadAnswer(Epoch epoch, long version, Labels labels, String level, Supplier<Optional<byte[]>> content) {
        ETag tag = ETag.of(epoch, version);
        this.etag = tag.toString();
        this.gzippedEtag = tag.gzipped();
        this.version = Long.toString(version);
        this.epoch = epoch.toString();
        this.md5 = labels.md5;
        this.type = labels.type.wireName();
        this.level = level;
        this.content = content;
    }

    private record Labels(String md5, ConfigType type) {}

    static ReadAnswer of(DumpEntry entry) {
        Labels labels = new Labels(entry.md5(), entry.type());
        return new ReadAnswer(entry.epoch(), entry.version(), labels, FROM_DUMP, entry::content);
    }

    /** What a read of the database answers for a configuration that is present. */
    public static ReadAnswer ofDatabase(Epoch epoch, long version, String md5, ConfigType type, byte[] content) {
        return new ReadAnswer(epoch, version, new Labels(md5, type), FROM_DATABASE, () -> Optional.of(content));
    }

    /** This answer's ETag with its quotes. */
    public String etag() {
        return etag;
    }

    /** Whether this one strong ETag, with its quotes, plain or of a compressed answer, is this answer's. */
    public boolean hasEtag(String one) {
        return one.equals(etag) || one.equals(gzippedEtag);
    }

    /** Hands over all headers but Content-Type and Content-Length; a 304 has the same ones. */
    public void headers(BiConsumer<String, String> header) {
        header.accept("ETag", etag);
        header.accept("Diamond-Version", version);
        header.accept("Diamond-Epoch", epoch);
        header.accept("Diamond-Md5", md5);
        header.accept("Diamond-Level", level);
        header.accept("Diamond-Type", type);
        header.accept("Cache-Control", "private, no-cache");
    }

    /** The content. Not to be changed by the caller. Empty when it was lost or replaced since: look the key up again. */
    public Optional<byte[]> content() {
        return content.get();
    }
}
