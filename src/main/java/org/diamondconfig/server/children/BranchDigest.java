/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.children;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.wire.Epoch;

/**
 * The digest of what is below a prefix, as it grows: the same on every node that serves the same. Every node must make it
 * alike; no client does. Confined to one thread.
 *
 * <pre>
 *   md5 ( epoch \n  { dataId \n version in 8 bytes }* )      the keys in their order
 * </pre>
 */
final class BranchDigest {

    private final MessageDigest md5;
    private final ByteBuffer version = ByteBuffer.allocate(Long.BYTES);

    BranchDigest(Epoch epoch) {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
        line(epoch.toString());
    }

    /** The next key in the order, at its version. */
    void add(DumpEntry entry) {
        line(entry.key().dataId());
        md5.update(version.clear().putLong(entry.version()).flip());
    }

    private void line(String text) {
        md5.update(text.getBytes(StandardCharsets.US_ASCII));
        md5.update((byte) '\n');
    }

    /** As 32 lower-case hex characters. Ends it. */
    String hex() {
        return HexFormat.of().formatHex(md5.digest());
    }
}
