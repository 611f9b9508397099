/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The probe as the original Diamond and Nacos v1 write it: one line per key, fields and lines ended by control characters.
 *
 * <pre>
 * dataId ^2 group [ ^2 md5 [ ^2 namespace ]] ^1      ^1 = U+0001, ^2 = U+0002
 * </pre>
 *
 * <p>Such a probe knows no versions and no epoch. A line without md5 is of a client that has nothing. The end of the last line
 * may be missing. Pure functions.
 */
public final class ProbeCodec {

    private static final char WORD = 2;
    private static final char LINE = 1;

    private ProbeCodec() {}

    /** The lines of this probe; versions and epoch are lost. */
    public static String encodeLines(Probe probe) {
        StringBuilder out = new StringBuilder();
        for (Probe.Item item : probe.items()) {
            ConfigKey key = item.key();
            out.append(key.dataId())
                    .append(WORD)
                    .append(key.group())
                    .append(WORD)
                    .append(item.md5());
            if (!key.namespace().isEmpty()) {
                out.append(WORD).append(key.namespace());
            }
            out.append(LINE);
        }
        return out.toString();
    }

    /**
     * The probe written in these lines.
     *
     * @throws IllegalArgumentException if a line has another form, a name is refused, or there are too many
     */
    public static Probe decodeLines(String lines) {
        if (lines.length() > Probe.MAX_BYTES || lines.getBytes(StandardCharsets.UTF_8).length > Probe.MAX_BYTES) {
            throw new IllegalArgumentException("probe: more than " + Probe.MAX_BYTES + " bytes");
        }
        List<Probe.Item> items = new ArrayList<>();
        int start = 0;
        while (start < lines.length()) {
            int end = lines.indexOf(LINE, start);
            if (end < 0) {
                end = lines.length();
            }
            if (items.size() == Probe.MAX_ITEMS) {
                throw new Probe.TooManyItems("probe: more than " + Probe.MAX_ITEMS + " keys");
            }
            items.add(item(lines.substring(start, end)));
            start = end + 1;
        }
        return new Probe(Optional.empty(), items);
    }

    private static Probe.Item item(String line) {
        String[] words = line.split(String.valueOf(WORD), -1);
        if (words.length < 2 || words.length > 4) {
            throw new IllegalArgumentException(
                    "probe: a line is dataId and group, and perhaps the md5 and the namespace");
        }
        ConfigKey key = ConfigKey.of(words.length == 4 ? words[3] : ConfigKey.PUBLIC, words[1], words[0]);
        return new Probe.Item(key, OptionalLong.empty(), words.length == 2 ? Md5.NOTHING : words[2]);
    }
}
