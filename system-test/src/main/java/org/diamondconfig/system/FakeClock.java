/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock of its own for one process, which can jump while it runs: libfaketime, told by a file. The clock that counts
 * elapsed time is left alone, as a jump leaves it. Confined to one thread.
 */
public final class FakeClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;
    private final Path library;

    private FakeClock(Path file, Path library) {
        this.file = file;
        this.library = library;
        jump(Duration.ZERO);
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> whyNot() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("clocks jump by libfaketime, which is not here: apt-get install faketime");
    }

    /** One that tells the true time, its file in this folder. */
    public static FakeClock in(Path folder) {
        try {
            Path file = Files.createDirectories(folder).toAbsolutePath().resolve("clock");
            return new FakeClock(file, library().orElseThrow(() -> new IllegalStateException(whyNot().orElseThrow())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The settings of a node whose clock this is. Without the last, every timed wait of a JVM would end at once. */
    public NodeOptions of(NodeOptions node) {
        return node.withEnvironment(Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"));
    }

    /** Jumps, within a second, to this far ahead of the true time, or behind it. */
    public void jump(Duration ahead) {
        try {
            Path next = file.resolveSibling("clock.next");
            Files.writeString(
                    next, (ahead.isNegative() ? "-" : "+") + ahead.abs().toSeconds() + "s\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
