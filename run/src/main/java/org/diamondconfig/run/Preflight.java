/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The checks before the start. Each passes silently or says in one sentence what to do; none leaves a trace. */
final class Preflight {

    private static final String H2_FILE = ".mv.db";

    private final Options options;

    Preflight(Options options) {
        this.options = options;
    }

    void run() throws CannotStart {
        portIsFree("diamond.port", options.plainAddress(), options.port());
        if (options.tls().isPresent()) {
            portIsFree(
                    "diamond.tls.port", options.address(), options.tls().get().port());
        }
        folderIsWritable();
        folderIsNotInUse();
    }

    private static void portIsFree(String setting, String address, int port) throws CannotStart {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            throw new CannotStart(
                    CannotStart.PORT_TAKEN,
                    "port " + port + " of " + address
                            + " cannot be used, another program may hold it; stop that one or choose another port"
                            + " with -D" + setting + "=<port>.");
        } catch (SocketException e) {
            throw new CannotStart(
                    CannotStart.PORT_TAKEN,
                    "port " + port + " may not be opened by this user; choose one above 1023 with -D" + setting
                            + "=<port>.");
        } catch (IOException e) {
            throw new CannotStart(CannotStart.PORT_TAKEN, "port " + port + " cannot be opened: " + e.getMessage());
        }
    }

    private void folderIsWritable() throws CannotStart {
        try {
            Files.createDirectories(options.data());
            Files.delete(Files.createTempFile(options.data(), "start", ".probe"));
        } catch (IOException e) {
            throw new CannotStart(
                    CannotStart.FOLDER_UNUSABLE,
                    "the data folder " + options.data()
                            + " cannot be written; give this user the right to, or choose another folder"
                            + " with -Ddiamond.data=<folder>.");
        }
    }

    private void folderIsNotInUse() throws CannotStart {
        for (Path database : databases()) {
            try (FileChannel file = FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = file.tryLock()) {
                if (lock == null) {
                    throw inUse(database);
                }
            } catch (OverlappingFileLockException e) {
                throw inUse(database);
            } catch (IOException e) {
                throw new CannotStart(
                        CannotStart.FOLDER_UNUSABLE,
                        "the database file " + database + " cannot be opened for writing by this user.");
            }
        }
    }

    private List<Path> databases() throws CannotStart {
        try (Stream<Path> files = Files.walk(options.data(), 2)) {
            return files.filter(file -> file.toString().endsWith(H2_FILE)).toList();
        } catch (IOException e) {
            throw new CannotStart(
                    CannotStart.FOLDER_UNUSABLE,
                    "the data folder " + options.data() + " cannot be listed by this user.");
        }
    }

    private CannotStart inUse(Path database) {
        return new CannotStart(
                CannotStart.FOLDER_IN_USE,
                "another process has the database " + database
                        + " open; stop that server, or choose another folder with -Ddiamond.data=<folder>.");
    }
}
