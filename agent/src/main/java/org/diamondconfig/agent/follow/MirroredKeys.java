/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.diamondconfig.agent.store.WholeFile;
import org.diamondconfig.wire.ConfigKey;

/**
 * The keys below prefixes whose files the agent wrote, over restarts, one a line, one that is removed again with {@code /} before it:
 * those that went meanwhile are found by it, and no other file of a folder is ever deleted. A line that a crash cut is left out: the
 * file came after it. Thread-safe.
 */
final class MirroredKeys {

    private static final String REMOVED = "/";
    private static final String PLACES = "# ";
    private static final int SPARE_LINES = 1000;

    private final Path file;
    private final String places;
    private final Set<ConfigKey> keys = new LinkedHashSet<>();

    /** Of the file; guarded by this. */
    private int lines;

    /**
     * Reads the list.
     *
     * @param wanted the keys that a mirror still keeps; the others, and their files, are nobody's business any more
     * @param places what the mirrors are of and where: a list made for others knows nothing of the files of these
     */
    MirroredKeys(Path file, Predicate<ConfigKey> wanted, String places) throws IOException {
        this.file = file;
        this.places = PLACES + places;
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            String[] whole = text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1);
            if (whole[0].equals(this.places)) {
                for (String line : whole) {
                    read(line);
                }
            }
            keys.removeIf(wanted.negate());
            write();
        }
    }

    private void read(String line) {
        boolean removed = line.startsWith(REMOVED);
        String[] names = line.substring(removed ? 1 : 0).split("/", 3);
        if (names.length == 3) {
            try {
                ConfigKey key = ConfigKey.of(names[0], names[1], names[2]);
                if (removed) {
                    keys.remove(key);
                } else {
                    keys.add(key);
                }
            } catch (IllegalArgumentException e) {
                // Not a line of ours.
            }
        }
    }

    /** Before its file is written. */
    synchronized void add(ConfigKey key) throws IOException {
        if (!keys.contains(key)) {
            append(key.toString());
            keys.add(key);
        }
    }

    /** After it was removed, and its file with it, if that is wanted. */
    synchronized void remove(ConfigKey key) throws IOException {
        if (keys.remove(key)) {
            append(REMOVED + key);
        }
    }

    synchronized boolean contains(ConfigKey key) {
        return keys.contains(key);
    }

    private void append(String line) throws IOException {
        if (lines > 2 * keys.size() + SPARE_LINES || !Files.exists(file)) {
            write();
        }
        Files.writeString(file, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines++;
    }

    private void write() throws IOException {
        StringBuilder all = new StringBuilder(places).append('\n');
        keys.forEach(key -> all.append(key).append('\n'));
        WholeFile.write(file, all.toString().getBytes(StandardCharsets.UTF_8), unfinished -> {});
        lines = keys.size();
    }

    synchronized Collection<ConfigKey> all() {
        return List.copyOf(keys);
    }
}
