/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The rule that turns a name into one file name that never leaves its folder. Two forms, both pure functions:
 *
 * <pre>
 * encode       app.properties -> app.properties    DEFAULT_GROUP -> +default_group    fooBar -> foo+b+ar
 *              a/b            -> a%2fb             .env          -> %2eenv            con.txt -> %63on.txt
 * encodePlain  app.properties -> app.properties    DEFAULT_GROUP -> DEFAULT_GROUP     a/b -> a%2fb
 * </pre>
 *
 * <p>{@link #encode} writes only lower-case ASCII, so that no two names clash on a disk that ignores case: {@code +} changes
 * between lower and upper case for the letters that follow, every other byte is {@code %} and two hex digits. A result longer
 * than 200 bytes is cut and gets {@code ~} and a hash, which cannot be decoded. {@link #encodePlain} is for files that people
 * write by hand: case and colon stay.
 */
public final class FileNames {

    /** Longest result of {@link #encode} in bytes. */
    public static final int MAX_LENGTH = 200;

    private static final int MAX_PLAIN_LENGTH = 250;
    private static final int HASH_BYTES = 16;
    private static final char CASE_SHIFT = '+';
    private static final char HASH_SIGN = '~';
    private static final HexFormat HEX = HexFormat.of();

    private FileNames() {}

    /**
     * The file name for this name, unlike that of every other name whether or not the disk ignores case.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static String encode(String name) {
        byte[] bytes = bytesOf(name);
        StringBuilder out = new StringBuilder(bytes.length + 8);
        boolean device = isDevice(name);
        boolean upper = false;
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean edgeDot = c == '.' && (i == 0 || i == bytes.length - 1);
            if (edgeDot || !isPlain(c) || (device && i == 0)) {
                escape(out, c);
                continue;
            }
            if (isLetter(c) && isUpper(c) != upper) {
                upper = !upper;
                out.append(CASE_SHIFT);
            }
            out.append(isUpper(c) ? (char) (c + ('a' - 'A')) : c);
        }
        return shortened(out, bytes, MAX_LENGTH);
    }

    /**
     * The name behind a file name that {@link #encode} made.
     *
     * @throws IllegalArgumentException if {@link #encode} makes no such file name, or it holds only a hash of the name
     */
    public static String decode(String fileName) {
        byte[] bytes = new byte[fileName.length()];
        int length = 0;
        boolean upper = false;
        for (int i = 0; i < fileName.length(); i++) {
            char c = fileName.charAt(i);
            if (c == CASE_SHIFT) {
                upper = !upper;
            } else if (c == '%' && i + 2 < fileName.length() && HexFormat.isHexDigit(fileName.charAt(i + 1))) {
                bytes[length++] = (byte) Integer.parseInt(hexPair(fileName, i + 1), 16);
                i += 2;
            } else {
                bytes[length++] = (byte) (upper && isLetter(c) ? c - ('a' - 'A') : c);
            }
        }
        String name = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (name.isEmpty() || !encode(name).equals(fileName)) {
            throw new IllegalArgumentException("file name: not one that stands for a whole name");
        }
        return name;
    }

    /**
     * The file name a person types for this name: only what is not an ASCII letter, digit or one of {@code _ - . :}, a
     * leading dot, and the first letter of a reserved name are escaped.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static String encodePlain(String name) {
        byte[] bytes = bytesOf(name);
        StringBuilder out = new StringBuilder(bytes.length + 8);
        boolean reserved = isDevice(name);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if ((i == 0 && (reserved || c == '.')) || !(isPlain(c) || c == ':')) {
                escape(out, c);
            } else {
                out.append(c);
            }
        }
        return shortened(out, bytes, MAX_PLAIN_LENGTH);
    }

    private static byte[] bytesOf(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("file name: empty");
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static String hexPair(String fileName, int start) {
        if (!HexFormat.isHexDigit(fileName.charAt(start + 1))) {
            throw new IllegalArgumentException("file name: two hex digits expected after %");
        }
        return fileName.substring(start, start + 2);
    }

    private static void escape(StringBuilder out, char c) {
        out.append('%').append(HEX.toHexDigits((byte) c));
    }

    private static String shortened(StringBuilder encoded, byte[] name, int maxLength) {
        if (encoded.length() <= maxLength) {
            return encoded.toString();
        }
        encoded.setLength(maxLength - 1 - 2 * HASH_BYTES);
        int percent = encoded.lastIndexOf("%");
        if (percent > encoded.length() - 3) {
            encoded.setLength(percent);
        }
        return encoded.append(HASH_SIGN)
                .append(HEX.formatHex(sha256(name), 0, HASH_BYTES))
                .toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java platform must have", e);
        }
    }

    /** Whether Windows takes the part before the first dot for a device: CON, PRN, AUX, NUL, COM0-9, LPT0-9. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return (stem.length() == 3 || stem.length() == 4) && stem.matches("(?i:con|prn|aux|nul|(?:com|lpt)[0-9])");
    }

    private static boolean isPlain(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }

    private static boolean isLetter(char c) {
        return isUpper(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
