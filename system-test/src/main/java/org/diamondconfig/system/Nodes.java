/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the nodes of each supported container.
 *
 * <p>Where the containers and the WAR lie is told by system properties that the module's pom sets: {@code diamond.war},
 * {@code payara.jar} (Payara Micro), {@code payara.preboot} (server-config's pre-boot commands) and {@code wildfly.home}.
 */
public final class Nodes {

    private Nodes() {}

    /** A node on Payara Micro, not started yet. */
    public static Node payara(NodeOptions options) {
        return new ServerProcess(
                options, new PayaraMicro(options, path("payara.jar"), path("payara.preboot"), path("diamond.war")));
    }

    /** A node on WildFly, not started yet. */
    public static Node wildfly(NodeOptions options) {
        return new ServerProcess(options, new WildFly(options, path("wildfly.home"), path("diamond.war")));
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
