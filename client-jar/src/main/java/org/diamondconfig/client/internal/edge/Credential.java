/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The token that a client shows to servers: none, one, or what a file holds, which is read again when a server refuses the one
 * that was read before, so that a token is exchanged without a restart. It is never told. Thread-safe.
 */
public final class Credential {

    private static final Logger LOG = System.getLogger("diamond.client");

    /** No token at all. */
    public static final Credential NONE = new Credential("", Optional.empty());

    private final Optional<Path> file;
    private volatile String token;

    private Credential(String token, Optional<Path> file) {
        this.token = token;
        this.file = file;
    }

    /** Always this token; an empty one is none. */
    public static Credential of(String token) {
        return new Credential(token, Optional.empty());
    }

    /** The token in this file, which need not be there yet; white space around it is nothing. */
    public static Credential in(Path file) {
        Credential credential = new Credential("", Optional.of(file));
        credential.readAgain();
        return credential;
    }

    /** The value of the header Authorization; empty = none is sent. */
    public Optional<String> header() {
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    /** Called when a server does not take the token. */
    public void readAgain() {
        file.ifPresent(path -> {
            try {
                take(Files.readString(path, StandardCharsets.US_ASCII).strip());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "The file with the token cannot be read: " + e.getMessage());
            }
        });
    }

    private void take(String text) {
        if (isToken(text)) {
            token = text;
        } else {
            LOG.log(Level.WARNING, "The file with the token holds no token: visible ASCII characters expected");
        }
    }

    /** Whether a header can carry it. */
    public static boolean isToken(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
