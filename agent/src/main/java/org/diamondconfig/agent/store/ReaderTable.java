/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who reads by LMDB, as the system knows it: a process that has a place in LMDB's table of readers holds a lock on the byte of
 * the lock file that has its own number. The file itself must not be opened for that: closing it would take all locks along that
 * this process has of it, and the next reader that ends would take itself for the last.
 */
final class ReaderTable {

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int PROCESS = 4;
    private static final int FILE = 5;
    private static final int FIRST_BYTE = 6;

    private ReaderTable() {}

    /** The processes that have a place now, but for this one. */
    static int others(Path lock) throws IOException {
        String inode = ":" + Files.getAttribute(lock, "unix:ino");
        String self = Long.toString(ProcessHandle.current().pid());
        try (Stream<String> lines = Files.lines(LOCKS, StandardCharsets.US_ASCII)) {
            Set<String> processes = lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > FIRST_BYTE && words[FILE].endsWith(inode))
                    .filter(words -> words[FIRST_BYTE].equals(words[PROCESS]))
                    .map(words -> words[PROCESS])
                    .collect(Collectors.toSet());
            processes.remove(self);
            return processes.size();
        }
    }
}
