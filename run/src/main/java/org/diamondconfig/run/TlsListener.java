/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the server listens for TLS, and the file with the key and certificate that it shows there. Immutable. */
final class TlsListener {

    private static final String PORT = "diamond.tls.port";
    private static final String KEYS = "diamond.tls.key-store";

    private final int port;
    private final String keys;
    private final String password;
    private final String alias;

    private TlsListener(int port, String keys, String password, String alias) {
        this.port = port;
        this.keys = keys;
        this.password = password;
        this.alias = alias;
    }

    /** As the settings say; none if they name no port for it. */
    static Optional<TlsListener> from(UnaryOperator<String> source) throws CannotStart {
        String port = Options.text(source, PORT, "");
        if (port.isEmpty()) {
            return Optional.empty();
        }
        String keys = Options.text(source, KEYS, "");
        String password = Options.text(source, KEYS + ".password", "");
        return Optional.of(new TlsListener(Options.port(PORT, port), keys, password, alias(keys, password)));
    }

    /** The name of the first key in the file. */
    private static String alias(String keys, String password) throws CannotStart {
        try {
            KeyStore store = KeyStore.getInstance(Path.of(keys).toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return alias;
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw refusal(keys, e.getMessage());
        }
        throw refusal(keys, "it holds no private key");
    }

    private static CannotStart refusal(String keys, String why) {
        return new CannotStart(
                CannotStart.BAD_SETTING,
                KEYS + ": with " + PORT + " a PKCS12 or JKS file with a key and its certificate is needed, and "
                        + (keys.isEmpty() ? "none is named" : keys + " is not one: " + why) + "; " + KEYS
                        + ".password opens it.");
    }

    int port() {
        return port;
    }

    /** What the key is called in its file. */
    String alias() {
        return alias;
    }

    /** Has the container, which asks system properties for it, find the file. */
    void show() {
        System.setProperty("javax.net.ssl.keyStore", keys);
        System.setProperty("javax.net.ssl.keyStorePassword", password);
    }
}
