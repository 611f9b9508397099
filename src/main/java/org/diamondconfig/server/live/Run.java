/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.diamondconfig.server.edge.Component;

/**
 * This run of this node, which alone can read the ids of its events: the numbers of another node, or from before a restart, say
 * nothing here. And numbers count all changes, of which a reader may be told few: so an id is the number enciphered by a key of this
 * run, and no two are alike, not of one number either. Immutable.
 *
 * <pre>
 *   base64url ( nonce in 12 bytes, number in 8, tag in 16 )
 * </pre>
 */
@Component
final class Run {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int BYTES = NONCE_BYTES + Long.BYTES + TAG_BITS / Byte.SIZE;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key = new SecretKeySpec(randomBytes(16), "AES");

    Run() {}

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An id of the event of this number. */
    String id(long number) {
        byte[] nonce = randomBytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce)
                    .doFinal(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            byte[] id = ByteBuffer.allocate(BYTES).put(nonce).put(sealed).array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /** The number in an id of this run; empty if it is of another. */
    Optional<Long> number(String id) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer parts = ByteBuffer.wrap(bytes);
            byte[] nonce = new byte[NONCE_BYTES];
            parts.get(nonce);
            byte[] number = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE_BYTES, parts.remaining());
            return Optional.of(ByteBuffer.wrap(number).getLong());
        } catch (IllegalArgumentException | AEADBadTagException e) {
            // It is not of this run's making.
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
