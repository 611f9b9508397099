/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;

/**
 * Temporary files in the data folder, readable by this process alone: each is gone when it is closed, and, where the system allows it,
 * has no name from the start, so that nothing is left of a process that is killed. Thread-safe.
 */
@Component
public final class Spool {

    private final Path folder;

    @Inject
    public Spool(Settings settings) {
        this(settings.path(Knob.DATA).resolve("transfer"));
    }

    Spool(Path folder) {
        this.folder = folder;
    }

    /** An empty file, to be written and read until it is closed. */
    public FileChannel open() throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "spool", ".tmp");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.deleteIfExists(file);
        } catch (IOException stillOpen) {
            // Windows: it goes when it is closed.
            file.toFile().deleteOnExit();
        }
        return channel;
    }
}
