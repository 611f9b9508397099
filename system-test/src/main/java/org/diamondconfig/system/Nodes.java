/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the nodes of each supported container.
 *
 * <p>Where the containers and the WAR lie is told by system properties that the module's pom sets: {@code diamond.war},
 * {@code payara.jar} (Payara Micro), {@code payara.preboot} (server-config's pre-boot commands) and {@code wildfly.home};
 * for the pools of containers {@code driver.jar}, {@code payara.pool} and {@code wildfly.pool}.
 */
public final class Nodes {

    private Nodes() {}

    /** A node on Payara Micro, not started yet. */
    public static Node payara(NodeOptions options) {
        return new ServerProcess(
                options,
                new PayaraMicro(
                        options, path("payara.jar"), path("payara.preboot"), path("diamond.war"), Optional.empty()));
    }

    /** A node on Payara Micro whose connections come from a pool of Payara's own at {@code jdbc/diamond}. */
    public static Node payaraWithPool(NodeOptions options) {
        NodeOptions all = options.with("diamond.datasource.jndi", "jdbc/diamond");
        return new ServerProcess(
                all,
                new PayaraMicro(
                        all,
                        path("payara.jar"),
                        path("payara.preboot"),
                        path("diamond.war"),
                        Optional.of(new ContainerPool(path("driver.jar"), path("payara.pool")))));
    }

    /** A node on WildFly, not started yet. */
    public static Node wildfly(NodeOptions options) {
        return new ServerProcess(
                options, new WildFly(options, path("wildfly.home"), path("diamond.war"), Optional.empty()));
    }

    /** A node on WildFly whose connections come from a pool of WildFly's own at {@code java:/jdbc/diamond}. */
    public static Node wildflyWithPool(NodeOptions options) {
        NodeOptions all = options.with("diamond.datasource.jndi", "java:/jdbc/diamond");
        ContainerPool pool = new ContainerPool(path("driver.jar"), path("wildfly.pool"));
        return new ServerProcess(all, new WildFly(all, path("wildfly.home"), path("diamond.war"), Optional.of(pool)));
    }

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(property + ": not set; the module's pom gives it to its tests");
        }
        Path path = Path.of(value).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new IllegalStateException(property + ": " + path + " is not there");
        }
        return path;
    }
}
