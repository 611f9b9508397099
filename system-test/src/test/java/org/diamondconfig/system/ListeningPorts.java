/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** At which TCP ports a process listens, as Linux tells in {@code /proc}. Stateless. */
final class ListeningPorts {

    private static final String LISTENS = "0A";

    private ListeningPorts() {}

    static Set<Integer> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Set<String> sockets = sockets(process.resolve("fd"));
            return Stream.concat(
                            Files.readAllLines(process.resolve("net/tcp")).stream(),
                            Files.readAllLines(process.resolve("net/tcp6")).stream())
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[3].equals(LISTENS) && sockets.contains("socket:[" + words[9] + "]"))
                    .map(words -> Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(ListeningPorts::target).collect(Collectors.toSet());
        }
    }

    /** One that was closed meanwhile points nowhere. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
