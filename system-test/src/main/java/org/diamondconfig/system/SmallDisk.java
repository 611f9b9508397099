/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A disk of its own for one folder, which can be full: a tmpfs that is mounted there. It needs root, on Linux. Confined to one
 * thread; it is unmounted when closed, at the latest with this JVM.
 */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;

    private final Path folder;
    private final Thread unmounter = new Thread(this::unmount, "diamond-unmounter");
    private boolean mounted;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> whyNot() {
        if (!Files.isExecutable(Path.of("/bin/mount")) || !"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a full disk is a tmpfs that is mounted: it needs Linux and root");
        }
        try {
            mount(Files.createTempDirectory("diamond-disk"), 1).close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            return Optional.of("a full disk is a tmpfs that is mounted, which this root may not: " + e.getMessage());
        }
    }

    /** Mounts an empty disk of so many MiB at a folder, which is made if need be. */
    public static SmallDisk mount(Path folder, int mebibytes) {
        SmallDisk disk = new SmallDisk(folder.toAbsolutePath());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Signals.run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", disk.folder.toString());
        disk.mounted = true;
        Runtime.getRuntime().addShutdownHook(disk.unmounter);
        return disk;
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** Leaves not one free byte. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int block = BLOCK; block > 0; block /= 2) {
                writeUntilFull(out, new byte[block]);
            }
        } catch (IOException full) {
            // Closing may say so once more.
        }
    }

    private static void writeUntilFull(OutputStream out, byte[] block) {
        try {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // As was wanted.
        }
    }

    /** Gives back what {@link #fill} took. */
    public void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        unmount();
        try {
            Runtime.getRuntime().removeShutdownHook(unmounter);
        } catch (IllegalStateException alreadyShuttingDown) {
            // It finds nothing mounted.
        }
    }

    /** Also from under a process that is about to end. */
    private synchronized void unmount() {
        if (mounted) {
            Signals.run("umount", "--lazy", folder.toString());
            mounted = false;
        }
    }
}
