/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@code bare.war} from the classes of its package: annotations say the rest, so it needs no descriptor. */
final class BareWar {

    /** Where the WAR answers. */
    static final String CONTEXT = "/bare";

    private BareWar() {}

    /** Writes bare.war into this folder. */
    static Path in(Path folder) {
        Path war = folder.resolve("bare.war");
        try {
            Files.createDirectories(folder);
            try (OutputStream file = Files.newOutputStream(war);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (Path each : classes()) {
                    zip.putNextEntry(
                            new ZipEntry("WEB-INF/classes/org/diamondconfig/bench/bare/" + each.getFileName()));
                    Files.copy(each, zip);
                }
            }
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(war + ": cannot be written", e);
        }
    }

    private static List<Path> classes() throws IOException {
        Path folder = Path.of(location()).resolve("org/diamondconfig/bench/bare");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .toList();
        }
    }

    private static URI location() {
        try {
            return BareWar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
