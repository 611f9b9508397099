/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gbk;

import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * What this node serves, in GBK. Of each version it is remembered what its md5 is, and whether its bytes are the same in UTF-8,
 * so that a content of ASCII costs no more than it costs the native read. Thread-safe.
 */
@Component
public final class GbkTexts {

    /** So many keys are remembered; then all are forgotten, which costs a moment and no more. */
    private static final int REMEMBERED = 1 << 16;

    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final ConcurrentMap<ConfigKey, Known> remembered = new ConcurrentHashMap<>();

    @Inject
    GbkTexts(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A content as it is answered. Never compared, so that the array in it does no harm.
     *
     * @param md5 of the bytes
     * @param since when this node first answered it, as HTTP writes a time; people and old clients want to see it, nothing is
     *     decided by it
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Text(String md5, String since, byte[] bytes) {}

    private record Known(Epoch epoch, long version, String md5, String since, boolean same) {

        boolean isOf(DumpEntry entry) {
            return version == entry.version() && epoch.equals(entry.epoch());
        }
    }

    /** The content of this entry; empty if it was lost or replaced since: look the key up again. */
    public Optional<Text> of(DumpEntry entry) {
        Known known = remembered.get(entry.key());
        if (known != null && known.isOf(entry)) {
            return entry.content().map(utf8 -> new Text(known.md5, known.since, known.same ? utf8 : Gbk.ofUtf8(utf8)));
        }
        return entry.content().map(utf8 -> compute(entry, utf8));
    }

    /** The md5 of this entry's content in GBK; empty as above. */
    public Optional<String> md5(DumpEntry entry) {
        Known known = remembered.get(entry.key());
        return known != null && known.isOf(entry)
                ? Optional.of(known.md5)
                : of(entry).map(Text::md5);
    }

    private Text compute(DumpEntry entry, byte[] utf8) {
        byte[] gbk = Gbk.ofUtf8(utf8);
        boolean same = gbk == utf8;
        Text text = new Text(same ? entry.md5() : Md5.hex(gbk), HTTP_TIME.format(clock.instant()), gbk);
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(entry.key(), new Known(entry.epoch(), entry.version(), text.md5, text.since, same));
        return text;
    }
}
