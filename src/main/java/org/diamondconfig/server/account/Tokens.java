/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;

/**
 * The secrets of programs: {@code dmt_}, eight hexadecimal digits that name the token, and 43 letters of 256 random bits. Only
 * a SHA-256 of it is kept, which needs no slow hash, since nobody guesses as many bits. Thread-safe.
 */
@Component
public final class Tokens {

    private static final Pattern FORM = Pattern.compile("dmt_([0-9a-f]{8})_[0-9A-Za-z]{43}");
    private static final String KIND = Subject.Kind.TOKEN.wireName() + ':';
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LONG = 43;

    private final SecureRandom random = new SecureRandom();
    private final Accounts accounts;

    @Inject
    public Tokens(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A new name and the secret that goes with it. */
    record Fresh(Subject subject, String secret) {

        String hash() {
            return Tokens.hash(secret);
        }
    }

    Fresh fresh() {
        String name = HexFormat.of().toHexDigits(random.nextInt());
        StringBuilder secret = new StringBuilder("dmt_").append(name).append('_');
        for (int i = 0; i < LONG; i++) {
            secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new Fresh(new Subject(Subject.Kind.TOKEN, name), secret.toString());
    }

    /** The subject whose token this is, if it is known, not revoked, good now, and may be used from this address. */
    Optional<String> subject(String secret, String address) {
        Matcher form = FORM.matcher(secret);
        if (!form.matches()) {
            return Optional.empty();
        }
        // Each request with a token comes here: what the form says is a name is not looked at again.
        String subject = KIND + form.group(1);
        return accounts.find(subject)
                .map(Directory.Entry::account)
                .or(() -> accounts.find(new Subject(Subject.Kind.TOKEN, form.group(1))))
                .filter(account -> account.secrets().stream().anyMatch(hash -> isHashOf(hash, secret)))
                .filter(account -> accounts.admits(account.subject(), address))
                .map(account -> subject);
    }

    /** Whether this is the hash of this secret; how long it takes tells nothing. */
    public static boolean isHashOf(String hash, String secret) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), hash(secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** What is kept of a secret that is random itself: its SHA-256 in hex. */
    public static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
