/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The place of the one LMDB environment that a process may have of a file. A second one, be it of another class loader, would
 * take the first one's locks along when it is closed, and readers would be taken for dead. Thread-safe.
 */
public final class OneEnv implements AutoCloseable {

    private final Properties places;
    private final String name;

    private OneEnv(Properties places, String name) {
        this.places = places;
        this.name = name;
    }

    /**
     * Takes the place.
     *
     * @throws IOException if somebody in this process has it
     */
    public static OneEnv of(Path data) throws IOException {
        Path folder = data.toAbsolutePath().getParent();
        String name = "diamond.agent.env." + folder.toRealPath().resolve(data.getFileName());
        Properties places = System.getProperties();
        if (places.putIfAbsent(name, "open") != null) {
            throw new IOException(data + ": this process has it open already");
        }
        return new OneEnv(places, name);
    }

    /** Gives it back. */
    @Override
    public void close() {
        places.remove(name);
    }
}
