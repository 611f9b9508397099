/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Payara Micro is started with, below the data folder and made anew at each start: {@code run/preboot.txt} (the tuned
 * listener), {@code run/logging.properties} (warnings to the console, the rest to {@code log/server.0.log}, the newest of
 * five) and {@code run/payara}, where it unpacks itself. Not in the folder for temporary files, which systems clean while a
 * server runs.
 */
final class ServerFiles {

    private static final String LOOPBACK = "http-listener.address=127.0.0.1";

    private final Options options;

    ServerFiles(Options options) {
        this.options = options;
    }

    Path preboot() {
        return options.data().resolve("run/preboot.txt");
    }

    Path server() {
        return options.data().resolve("run/payara");
    }

    Path jars() {
        return options.data().resolve("run/payara/jars");
    }

    Path logging() {
        return options.data().resolve("run/logging.properties");
    }

    Path log() {
        return options.data().resolve("log/server.0.log");
    }

    /** Clears what a killed server left and writes the files anew. */
    void write() throws IOException {
        delete(server());
        Files.createDirectories(preboot().getParent());
        Files.createDirectories(log().getParent());
        Files.writeString(preboot(), commands());
        Files.writeString(logging(), resource("logging.properties").replace("@folder@", pattern(log().getParent())));
    }

    /** With TLS the plain listener stays open, on the loopback: for this launcher, and for whoever looks after the machine. */
    private String commands() throws IOException {
        if (options.tls().isEmpty()) {
            return resource("preboot.txt").replace(LOOPBACK, "http-listener.address=" + options.address());
        }
        String tls = resource("tls.txt")
                .lines()
                .filter(line -> !line.endsWith(".http-listener.enabled=false"))
                .collect(Collectors.joining("\n", "", "\n"));
        return resource("preboot.txt")
                + tls.replace("https-listener.address=0.0.0.0", "https-listener.address=" + options.address());
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    /** The path as {@code java.util.logging} wants it in a properties file: its own {@code %} and backslashes doubled. */
    private static String pattern(Path folder) {
        return folder.toString().replace("%", "%%").replace("\\", "\\\\");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ServerFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
