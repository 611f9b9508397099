/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.store.WholeFile;
import org.diamondconfig.wire.ConfigKey;

/**
 * For which value the script of each key last ended, over restarts: a line {@code key md5 type exit} an outcome, the last one of a
 * key counts; {@code -} is the md5 of a removed key. A line that cannot be read is left out, and the script runs once more.
 * Thread-safe.
 */
final class AppliedFile {

    private static final String REMOVED = "-";
    private static final int SPARE_LINES = 1000;

    private final Path file;
    private final Map<ConfigKey, String> applied = new HashMap<>();

    /** Of the file; guarded by this. */
    private int lines;

    AppliedFile(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    read(line);
                }
            }
        }
        compact();
    }

    /** A line a key; a removed one is as one that never was. */
    private void compact() throws IOException {
        applied.values().removeIf(value -> value.startsWith(REMOVED));
        StringBuilder all = new StringBuilder();
        applied.forEach(
                (key, value) -> all.append(key).append(' ').append(value).append(" 0\n"));
        WholeFile.write(file, all.toString().getBytes(StandardCharsets.US_ASCII), unfinished -> {});
        lines = applied.size();
    }

    private void read(String line) {
        String[] words = line.split(" ", -1);
        String[] names = words[0].split("/", 3);
        if (words.length == 4 && names.length == 3) {
            try {
                applied.put(ConfigKey.of(names[0], names[1], names[2]), words[1] + ' ' + words[2]);
            } catch (IllegalArgumentException e) {
                // A line that a crash cut: the script runs once more.
            }
        }
    }

    private static String value(StoreRecord told) {
        return (told.present() ? told.md5() : REMOVED) + ' ' + told.type();
    }

    /** Whether there is anything to run for: another content than last time, or a removal of what was there. */
    synchronized boolean isNew(StoreRecord told) {
        String last = applied.get(told.key());
        if (!told.present()) {
            return last != null && !last.startsWith(REMOVED);
        }
        return !value(told).equals(last);
    }

    synchronized void applied(StoreRecord told, int exit) throws IOException {
        applied.put(told.key(), value(told));
        lines++;
        if (lines > 2 * applied.size() + SPARE_LINES) {
            compact();
            return;
        }
        Files.writeString(
                file,
                told.key() + " " + value(told) + ' ' + exit + '\n',
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
