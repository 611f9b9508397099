/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire.tls;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How one side connects by TLS: whom it trusts, and what it shows of itself when it is asked. Files are read once, here.
 * Immutable.
 *
 * <p>It is TLS 1.2 at least, and the name of the other side is compared with its certificate, which {@link HttpClient} does by
 * itself. There is no way to ask for less.
 */
public final class Tls {

    private static final Set<String> TOO_OLD = Set.of("SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1");

    /** Empty: the JVM's. */
    private final Optional<SSLContext> own;

    private Tls(Optional<SSLContext> own) {
        this.own = own;
    }

    /** As the JVM or the container has set it up. */
    public static Tls ofTheJvm() {
        return new Tls(Optional.empty());
    }

    /**
     * By these files.
     *
     * @param trust whom to trust; empty: whom the JVM trusts
     * @param keys what to show; empty: nothing
     * @throws IllegalArgumentException if a file is not usable; the message names its setting
     */
    public static Tls of(Optional<StoreFile> trust, Optional<StoreFile> keys) {
        if (trust.isEmpty() && keys.isEmpty()) {
            return ofTheJvm();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.map(StoreFile::keys).orElse(null),
                    trust.map(StoreFile::trust).orElse(null),
                    null);
            return new Tls(Optional.of(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Has the client to be connect so. */
    public HttpClient.Builder applyTo(HttpClient.Builder client) {
        SSLContext context = own.orElseGet(Tls::jvms);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(Arrays.stream(parameters.getProtocols())
                .filter(protocol -> !TOO_OLD.contains(protocol))
                .toArray(String[]::new));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return client.sslContext(context).sslParameters(parameters);
    }

    private static SSLContext jvms() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "javax.net.ssl.trustStore: the JVM's own trust store cannot be used: " + e.getMessage(), e);
        }
    }
}
