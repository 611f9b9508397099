/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A file of certificates or keys that a setting names. What form it has is seen in it, not in its name: PEM, PKCS12 or JKS.
 * Immutable; the file is read at each call. What is wrong with it is an {@link IllegalArgumentException} that names the
 * setting and the file, and never the password.
 */
public final class StoreFile {

    private static final String PEM = "-----BEGIN ";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final String setting;
    private final Path file;
    private final String password;

    private StoreFile(String setting, Path file, String password) {
        this.setting = setting;
        this.file = file;
        this.password = password;
    }

    /**
     * The file that a setting names; none if it names none.
     *
     * @param setting its name, under which the others are {@code .password} and {@code .password-file}
     * @param file the path; empty for none
     * @param password opens the file; empty for none
     * @param passwordFile the path of a file with the password; empty for none
     */
    public static Optional<StoreFile> of(String setting, String file, String password, String passwordFile) {
        if (file.isEmpty()) {
            if (password.isEmpty() && passwordFile.isEmpty()) {
                return Optional.empty();
            }
            throw new IllegalArgumentException(setting + ": a password is set for it, and no file");
        }
        if (!password.isEmpty() && !passwordFile.isEmpty()) {
            throw new IllegalArgumentException(setting + ".password-file: not together with " + setting + ".password");
        }
        String opens = passwordFile.isEmpty() ? password : passwordIn(setting + ".password-file", passwordFile);
        return Optional.of(new StoreFile(setting, path(setting, file), opens));
    }

    private static Path path(String setting, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(setting + ": not a path", e);
        }
    }

    private static String passwordIn(String setting, String text) {
        Path file = path(setting, text);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": " + file + " cannot be read", e);
        }
    }

    /** Those who trust what this file holds. */
    TrustManager[] trust() {
        byte[] bytes = bytes();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(isPem(bytes) ? certificates(bytes) : store());
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509 && x509.getAcceptedIssuers().length > 0) {
                    return factory.getTrustManagers();
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw refused("cannot be used: " + e, e);
        }
        throw refused(
                "holds no certificate to trust"
                        + (isPem(bytes)
                                ? " (" + BEGIN + ")"
                                : ", or needs a password; keytool -importcert puts one in, and a PEM file will do"),
                null);
    }

    /** Those who show the key and certificate that this file holds. */
    KeyManager[] keys() {
        if (isPem(bytes())) {
            throw refused("is PEM; PKCS12 or JKS expected, openssl pkcs12 -export makes it of PEM", null);
        }
        try {
            KeyStore store = store();
            boolean hasKey = false;
            for (String alias : Collections.list(store.aliases())) {
                hasKey |= store.isKeyEntry(alias);
            }
            if (!hasKey) {
                throw refused("holds no private key, or needs a password", null);
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password.toCharArray());
            return factory.getKeyManagers();
        } catch (UnrecoverableKeyException e) {
            throw refused("holds a key that its password does not open", e);
        } catch (GeneralSecurityException | IOException e) {
            throw refused("cannot be used: " + e, e);
        }
    }

    private byte[] bytes() {
        if (!Files.isRegularFile(file)) {
            throw refused(Files.exists(file) ? "is no file" : "is not there", null);
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused("cannot be read by this process", e);
        }
    }

    private static boolean isPem(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM);
    }

    /** Whatever else stands in the file, a key or a remark, is left alone. */
    private KeyStore certificates(byte[] bytes) throws GeneralSecurityException, IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        int number = 0;
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            number++;
            int end = text.indexOf(END, at);
            byte[] block = text.substring(at, end < 0 ? text.length() : end + END.length())
                    .getBytes(StandardCharsets.ISO_8859_1);
            try {
                store.setCertificateEntry(
                        Integer.toString(number), factory.generateCertificate(new ByteArrayInputStream(block)));
            } catch (CertificateException e) {
                throw refused("holds a certificate that cannot be read, number " + number, e);
            }
        }
        return store;
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        try {
            return KeyStore.getInstance(file.toFile(), password.isEmpty() ? null : password.toCharArray());
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw refused("is not opened by the password that is set for it", e);
            }
            throw e;
        } catch (GeneralSecurityException e) {
            throw refused("is neither PEM nor PKCS12 nor JKS", e);
        }
    }

    private IllegalArgumentException refused(String why, Exception cause) {
        return new IllegalArgumentException(setting + ": " + file + ' ' + why, cause);
    }
}
