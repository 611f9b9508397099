/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the launcher itself takes. Immutable.
 *
 * @param address to listen on
 * @param port for plain HTTP
 * @param data the data folder
 * @param access open or closed; open unless it listens beyond this machine
 * @param tls where it listens for TLS; then plain HTTP stays on the loopback, whatever the address
 */
record Options(String address, int port, Path data, String access, Optional<TlsListener> tls) {

    private static final String LOOPBACK = "127.0.0.1";

    private static final String CONTEXT = "/diamond-server";
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";

    /** The options of this process: system properties first, then environment variables, then defaults. */
    static Options fromEnvironment() throws CannotStart {
        return from(key -> {
            String value = System.getProperty(key);
            return value != null
                    ? value
                    : System.getenv(key.toUpperCase(java.util.Locale.ROOT)
                            .replace('.', '_')
                            .replace('-', '_'));
        });
    }

    static Options from(UnaryOperator<String> source) throws CannotStart {
        String address = address(text(source, "diamond.address", LOOPBACK));
        return new Options(
                address,
                port("diamond.port", text(source, "diamond.port", "8080")),
                folder(text(source, "diamond.data", System.getProperty("user.home") + "/.diamond/server")),
                access(text(source, "diamond.access", isLoopback(address) ? OPEN : CLOSED), address),
                TlsListener.from(source));
    }

    private static String access(String word, String address) throws CannotStart {
        if (!word.equals(OPEN) && !word.equals(CLOSED)) {
            throw new CannotStart(CannotStart.BAD_SETTING, "diamond.access: " + word + "; use open or closed.");
        }
        if (word.equals(OPEN) && !isLoopback(address)) {
            throw new CannotStart(
                    CannotStart.BAD_SETTING,
                    "diamond.access=open lets in everybody, so it goes with the loopback alone; leave diamond.address out,"
                            + " or use diamond.access=closed.");
        }
        return word;
    }

    /** Whether everybody on this machine may do everything. */
    boolean isOpen() {
        return access.equals(OPEN);
    }

    /** Where it listens for plain HTTP. */
    String plainAddress() {
        return tls.isPresent() ? LOOPBACK : address;
    }

    /** Where this machine reaches the server. */
    String url() {
        return "http://" + (isLoopback(plainAddress()) ? "localhost" : address) + ":" + port + CONTEXT;
    }

    private static boolean isLoopback(String address) {
        return new InetSocketAddress(address, 0).getAddress().isLoopbackAddress();
    }

    static String text(UnaryOperator<String> source, String key, String otherwise) {
        String value = source.apply(key);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static String address(String text) throws CannotStart {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new CannotStart(
                    CannotStart.BAD_SETTING,
                    "diamond.address: " + text
                            + " is no address of this machine; give 127.0.0.1, 0.0.0.0 or one of its own.");
        }
    }

    static int port(String setting, String text) throws CannotStart {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CannotStart(
                CannotStart.BAD_SETTING, setting + ": " + text + " is no port; give a number from 1 to 65535.");
    }

    private static Path folder(String text) throws CannotStart {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new CannotStart(CannotStart.BAD_SETTING, "diamond.data: " + text + " is no path of a folder.");
        }
    }
}
