/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.ask;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.diamondconfig.wire.ConfigKey;

/** The keys that readers asked for, over restarts: one a line. A line that a crash cut is left out. Thread-safe. */
public final class AskedKeys {

    private final Path file;
    private final int max;
    private final Set<ConfigKey> keys = new LinkedHashSet<>();

    /**
     * Reads the list.
     *
     * @param max how many it may hold
     */
    public AskedKeys(Path file, int max) throws IOException {
        this.file = file;
        this.max = max;
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
                read(line);
            }
            if (text.length() > 0 && !text.endsWith("\n")) {
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
        }
    }

    private void read(String line) {
        String[] names = line.split("/", 3);
        if (names.length == 3 && keys.size() < max) {
            try {
                keys.add(ConfigKey.of(names[0], names[1], names[2]));
            } catch (IllegalArgumentException e) {
                // Cut by a crash; whoever wants it asks again.
            }
        }
    }

    /** All of them. */
    public synchronized List<ConfigKey> all() {
        return new ArrayList<>(keys);
    }

    /** Whether there was room for it. */
    synchronized boolean add(ConfigKey key) throws IOException {
        if (keys.contains(key)) {
            return true;
        }
        if (keys.size() >= max) {
            return false;
        }
        Files.writeString(file, key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return keys.add(key);
    }
}
