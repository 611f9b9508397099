/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gbk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The character set in which this face answers: GBK, an encoding of Chinese that agrees with UTF-8 on ASCII alone. Pure
 * functions.
 *
 * <p>What GBK has no code for, an emoji say, is answered as {@code ?}, as the original's servers had it. The md5 is that of the
 * bytes that were answered, and whoever reads them by GBK and writes them again gets the same bytes: a client never finds its
 * own content changed.
 */
public final class Gbk {

    /** The charset. */
    public static final Charset CHARSET = Charset.forName("GBK");

    /** In what a request may be written; GBK when it does not say. */
    private static final List<Charset> READ =
            List.of(CHARSET, StandardCharsets.UTF_8, StandardCharsets.US_ASCII, charset("GB2312"), charset("GB18030"));

    private Gbk() {}

    private static Charset charset(String name) {
        return Charset.forName(name);
    }

    /** The charset of that name if requests may be written in it. */
    static Optional<Charset> readable(String name) {
        return READ.stream()
                .filter(charset -> Stream.concat(Stream.of(charset.name()), charset.aliases().stream())
                        .anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** This text as it is answered. */
    public static byte[] encode(String text) {
        return text.getBytes(CHARSET);
    }

    /** The same text as it is answered; the same bytes if they are the same in GBK. */
    static byte[] ofUtf8(byte[] utf8) {
        return isAscii(utf8) ? utf8 : encode(new String(utf8, StandardCharsets.UTF_8));
    }

    /** Whether every byte is one of ASCII's. */
    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }

    /** The text in these bytes; empty if they are none of that charset. */
    static Optional<String> decode(byte[] bytes, int length, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
