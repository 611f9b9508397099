/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The one way a file of the client comes to be: temporary file, sync, rename, sync of the folder. After a crash at any step
 * the old file or the new one is there, whole. Folders are readable by their owner only, where the disk knows owners.
 */
public final class DurableFile {

    /** What stands at the end of a temporary file's name; no other file has it. */
    private static final String TEMPORARY = "@tmp";

    /** The steps, so that a test can stop at each. */
    public enum Step {
        WRITE,
        SYNC,
        RENAME,
        SYNC_FOLDER
    }

    /** What is told before each step; throwing there is a crash there. */
    public interface Steps {

        void before(Step step) throws IOException;
    }

    private final Steps steps;

    /** Files that tell each step beforehand. */
    public DurableFile(Steps steps) {
        this.steps = steps;
    }

    /** Puts these bytes, one part after the other, in the file's place. */
    public void write(Path file, byte[]... parts) throws IOException {
        Path folder = file.getParent();
        createFolders(folder);
        Path temporary = folder.resolve(file.getFileName() + "@" + UUID.randomUUID() + TEMPORARY);
        boolean crashed = true;
        try {
            steps.before(Step.WRITE);
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (byte[] part : parts) {
                    writeFully(channel, part);
                }
                steps.before(Step.SYNC);
                channel.force(true);
            }
            steps.before(Step.RENAME);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            crashed = false;
            steps.before(Step.SYNC_FOLDER);
            syncFolder(folder);
        } finally {
            if (crashed) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Whether this is a temporary file of ours. */
    public static boolean temporary(Path file) {
        return file.getFileName().toString().endsWith(TEMPORARY);
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void createFolders(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Windows opens no folder; there the rename itself is all there is. */
    private static void syncFolder(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
