/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who tells whom, as the header {@value #HEADER} says and its signature proves: HMAC-SHA256 by the cluster's key over cluster,
 * sender, receiver and body, and what the message is for. Immutable.
 *
 * <p>There is no time in it, so that no clock matters, and no number: a notice that comes again, late or in another order says
 * nothing that is not true still, and costs one look-up in memory.
 *
 * @param cluster the id of the store
 * @param from the sender's node id
 * @param to the receiver's node id, or {@link #ANYBODY} while the sender knows it by its address alone
 */
record Envelope(String cluster, String from, String to) {

    static final String HEADER = "Diamond-Peer";

    /** Whoever is at the address. */
    static final String ANYBODY = "*";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile(
            "cluster=([0-9a-f]{16}); from=([0-9a-f]{32}); to=([0-9a-f]{32}|\\*); signature=([0-9a-f]{64})");

    /** An envelope that came with a signature, not yet believed. */
    record Signed(Envelope envelope, String signature) {

        /** Whether somebody who has the key put this body into this envelope. */
        boolean isGenuine(byte[] key, Purpose purpose, byte[] body) {
            return MessageDigest.isEqual(
                    envelope.signature(key, purpose, body), HexFormat.of().parseHex(signature));
        }
    }

    /** What a header says; empty if it has another form or there is none. */
    static Optional<Signed> parse(String header) {
        Matcher parts = FORM.matcher(header == null ? "" : header);
        return parts.matches()
                ? Optional.of(new Signed(new Envelope(parts.group(1), parts.group(2), parts.group(3)), parts.group(4)))
                : Optional.empty();
    }

    /** The header for this body. */
    String header(byte[] key, Purpose purpose, byte[] body) {
        return "cluster=" + cluster + "; from=" + from + "; to=" + to + "; signature="
                + HexFormat.of().formatHex(signature(key, purpose, body));
    }

    private byte[] signature(byte[] key, Purpose purpose, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((purpose.wireName() + '\n' + cluster + '\n' + from + '\n' + to + '\n')
                    .getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
