/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.diamondconfig.server.cluster.Cluster;

/** The header of a message between nodes as docs/api.md has it, written by somebody else than the server. Immutable. */
record PeerHeader(byte[] key, String cluster, String from, String to) {

    /** The id of a node that nobody has heard of. */
    static final String STRANGER = "e".repeat(32);

    /** From such a node of the server's cluster to the server. */
    static PeerHeader genuine(Watching server) {
        Cluster part = server.part(Cluster.class);
        return new PeerHeader(part.signingKey().orElseThrow(), part.clusterId().orElseThrow(), STRANGER, part.nodeId());
    }

    /** The same by another key. */
    PeerHeader signedBy(byte[] other) {
        return new PeerHeader(other, cluster, from, to);
    }

    /** The same of another cluster. */
    PeerHeader of(String other) {
        return new PeerHeader(key, other, from, to);
    }

    /** The same to somebody else. */
    PeerHeader to(String other) {
        return new PeerHeader(key, cluster, from, other);
    }

    /** The header of this body. */
    String over(String purpose, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String text = String.join("\n", purpose, cluster, from, to, body);
            String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return "Diamond-Peer: cluster=" + cluster + "; from=" + from + "; to=" + to + "; signature=" + signature;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
