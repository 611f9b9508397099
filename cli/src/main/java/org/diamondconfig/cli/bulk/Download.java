/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;

/**
 * A zip being received, beside where it goes: {@code .NAME.PID.next}, which is moved there once it is whole. What is left by one that was
 * killed is of no use to anybody, and goes; a link of that name is not followed. Confined to one thread.
 */
final class Download implements AutoCloseable {

    private final Path file;
    private final Path next;
    private final FileChannel out;

    Download(Path file) {
        this.file = file;
        this.next = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".next");
        try {
            Files.deleteIfExists(next);
            out = FileChannel.open(
                    next, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void write(ByteBuffer piece) {
        try {
            while (piece.hasRemaining()) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All came: it takes its place, if it is a zip with its end. @return how many files are in it */
    long end(boolean replace) {
        try {
            long files = ZipEnd.files(out);
            if (files < 1) {
                throw new Refused(
                        Exit.UNREACHABLE,
                        "what came is no whole zip of a Diamond: the server could not go on, perhaps");
            }
            out.force(true);
            out.close();
            if (replace) {
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(next, file);
            }
            return files;
        } catch (FileAlreadyExistsException e) {
            throw new Refused(Exit.FAILED, file + ": came to be meanwhile, and was left as it is");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Refused failed(IOException e) {
        return new Refused(Exit.FAILED, file + ": cannot be written: " + Refused.reason(e));
    }

    /** Without an end nothing is left. */
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(next);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
