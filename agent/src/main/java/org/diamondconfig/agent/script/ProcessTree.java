/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * All processes that came of one script: its children, and theirs, and those that left parent, group and session behind. They
 * are known by a variable in the environment they were given, which every child inherits that is not started with another
 * environment on purpose.
 */
final class ProcessTree {

    private static final Logger LOG = System.getLogger(ProcessTree.class.getName());

    private static final int ROUNDS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 20;

    private static final Path PROCESSES = Path.of("/proc");

    private final ProcessHandle root;
    private final String mark;

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    /** Kills until nobody is left; those that fork on meanwhile are found in the next round, first without a pause. */
    void kill() {
        List<ProcessHandle> left = alive();
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(round / 8, LONGEST_PAUSE_MILLIS)));
            left = alive();
        }
        if (!left.isEmpty()) {
            LOG.log(Level.ERROR, left.size() + " processes of a script are still there, the first is " + left.get(0));
        }
    }

    List<ProcessHandle> alive() {
        List<ProcessHandle> all = new ArrayList<>();
        if (root.isAlive()) {
            root.descendants().forEach(all::add);
            all.add(root);
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (marked(process)) {
                    Optional<ProcessHandle> handle = ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()));
                    handle.filter(ProcessHandle::isAlive)
                            .filter(found -> !all.contains(found))
                            .ifPresent(all::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // No /proc: the descendants are all that can be known.
        }
        return all;
    }

    private boolean marked(Path process) {
        try {
            String environment =
                    new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
            return environment.contains(mark);
        } catch (IOException e) {
            // Somebody else's, or gone already.
            return false;
        }
    }
}
