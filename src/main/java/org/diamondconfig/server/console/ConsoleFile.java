/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One file of the console as it goes out. Immutable. */
final class ConsoleFile {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8",
            "css", "text/css; charset=UTF-8",
            "svg", "image/svg+xml; charset=UTF-8",
            "json", "application/json",
            "md", "text/markdown; charset=UTF-8",
            "txt", "text/plain; charset=UTF-8",
            "png", "image/png",
            "woff2", "font/woff2");

    /** What cannot become smaller. */
    private static final Pattern PACKED = Pattern.compile("png|woff2");

    private final String type;
    private final String etag;
    private final byte[] plain;
    private final byte[] zipped;

    ConsoleFile(String path, byte[] bytes) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        type = TYPES.getOrDefault(ending, "application/octet-stream");
        etag = "W/\"" + digest(bytes) + '"';
        plain = bytes.clone();
        zipped = PACKED.matcher(ending).matches() ? plain : zip(plain);
    }

    /** The Content-Type. */
    String type() {
        return type;
    }

    /** Of the bytes, packed or not, and so a weak one. */
    String etag() {
        return etag;
    }

    /** Whether it is smaller by gzip. */
    boolean isZipped() {
        return zipped.length < plain.length;
    }

    int length(boolean packed) {
        return (packed ? zipped : plain).length;
    }

    void writeTo(OutputStream out, boolean packed) throws IOException {
        out.write(packed ? zipped : plain);
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (OutputStream gzip = new Thorough(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(all, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** It is done once for each file, and sent often. */
    private static final class Thorough extends GZIPOutputStream {

        Thorough(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
