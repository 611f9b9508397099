/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The change detector of the wire: lower-case hex of the MD5 of the served bytes. {@code ""} stands for "has nothing". It is
 * never a measure of security.
 */
public final class Md5 {

    /** The md5 of a party that has nothing. */
    public static final String NOTHING = "";

    /** Length of a digest in bytes. */
    public static final int DIGEST_BYTES = 16;

    /** Length of a digest in hex characters. */
    public static final int HEX_LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();

    private Md5() {}

    /** The md5 of these bytes, as 32 lower-case hex characters. */
    public static String hex(byte[] bytes) {
        return HEX.formatHex(digest(bytes));
    }

    /** The md5 of this text's UTF-8 bytes, as 32 lower-case hex characters. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The md5 of these bytes, as 16 bytes. */
    public static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which every Java platform must have", e);
        }
    }

    /**
     * The 16 bytes behind 32 lower-case hex characters.
     *
     * @throws IllegalArgumentException if it is not such a text
     */
    public static byte[] parse(String hex) {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("md5: 32 lower-case hex characters expected");
        }
        return HEX.parseHex(hex);
    }

    /** Whether this is 32 lower-case hex characters. */
    public static boolean isHex(String text) {
        if (text.length() != HEX_LENGTH) {
            return false;
        }
        for (int i = 0; i < HEX_LENGTH; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
