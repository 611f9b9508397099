/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of a test's own, made with the JDK's keytool, and one key that it signed for 127.0.0.1, as a server
 * is given it: a PKCS12 file in which it is called {@code diamond}. Immutable.
 */
public final class Authority {

    /** Opens the file of the key. */
    static final String PASSWORD = "otters-dive";

    private final Path folder;

    /** Makes all of it in this folder, which is empty. */
    public Authority(Path folder) {
        this.folder = folder.toAbsolutePath();
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "ca", "-dname", "CN=otters", "-ext", "bc:c");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", pem().toString());
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "diamond",
                "-dname",
                "CN=config",
                "-signer",
                "ca",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-delete", "-alias", "ca");
    }

    /** The certificate of the authority. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    /** The key of a server and its certificates. */
    Path keyStore() {
        return folder.resolve("diamond.p12");
    }

    /** What trusts nobody but this authority. */
    SSLContext trusting() throws IOException {
        return trusting(pem());
    }

    /** What trusts nobody but whom this file of one certificate names. */
    static SSLContext trusting(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", keyStore().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Signals.run(command.toArray(String[]::new));
    }
}
