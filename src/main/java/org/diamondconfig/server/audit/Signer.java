/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs entries, seals and cuts of the trail: HMAC-SHA256 over a form in which each text stands behind its length, so that no two
 * things have the same. Immutable.
 */
final class Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENTRY = "diamond-audit-entry-1";
    private static final String SEAL = "diamond-audit-seal-1";
    private static final String CUT = "diamond-audit-cut-1";
    private static final String CHECK = "diamond-audit-check-1";

    private final byte[] key;

    /**
     * A signer with a key of two parts.
     *
     * @param secret from the database
     * @param file from the key file; empty when there is none
     */
    Signer(byte[] secret, byte[] file) {
        key = file.length == 0 ? secret.clone() : hmac(file, secret);
    }

    /** Something that only this key makes, and that tells nothing of it. */
    String check() {
        return signed(form -> form.writeText(CHECK));
    }

    /** Of an entry; its time and its seal are not in it. */
    String entry(Entry.Written written) {
        Entry entry = written.entry();
        return signed(form -> {
            form.writeText(ENTRY);
            form.writeLong(written.id());
            form.writeText(written.node());
            form.writeText(entry.who().subject());
            form.writeText(entry.who().how());
            form.writeText(entry.who().address());
            form.writeText(entry.who().traceId());
            form.writeText(entry.action());
            form.writeText(entry.target().namespace());
            form.writeText(entry.target().group());
            form.writeText(entry.target().dataId());
            form.writeText(entry.target().object());
            form.writeLong(entry.versions().before());
            form.writeLong(entry.versions().after());
            form.writeText(entry.outcome());
            form.writeLong(entry.times());
        });
    }

    /** Of a seal: its number, the seal before it, and each entry under it with its time. */
    String seal(long seal, String before, List<Entry.Written> entries) {
        return signed(form -> {
            form.writeText(SEAL);
            form.writeLong(seal);
            form.writeText(before);
            form.writeLong(entries.size());
            for (Entry.Written entry : entries) {
                form.writeLong(entry.id());
                form.writeLong(entry.atMicros());
                form.writeText(entry.mac());
            }
        });
    }

    /** Of a cut: the last seal that was taken away. */
    String cut(long seal, String mac) {
        return signed(form -> {
            form.writeText(CUT);
            form.writeLong(seal);
            form.writeText(mac);
        });
    }

    /** Whether an entry is as it was signed. */
    boolean isGenuine(Entry.Written written) {
        return entry(written).equals(written.mac());
    }

    private String signed(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            content.writeTo(new Form(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(hmac(key, bytes.toByteArray()));
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private interface Content {
        void writeTo(Form form) throws IOException;
    }

    private static final class Form extends DataOutputStream {

        Form(ByteArrayOutputStream out) {
            super(out);
        }

        void writeText(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            writeInt(bytes.length);
            write(bytes);
        }
    }
}
