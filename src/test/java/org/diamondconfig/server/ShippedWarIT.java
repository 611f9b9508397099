/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is inside the WAR, and what must not be: a copy of ours would lose against the servers', or break theirs. */
class ShippedWarIT {

    private static final String WAR = "../target/diamond-server.war";

    @Test
    void war_bringsTheLibrariesOfRationaleAndNoOther() throws IOException {
        assertThat(libraries())
                .map(jar -> jar.replaceFirst("-\\d.*", ""))
                .containsExactlyInAnyOrder(
                        "HikariCP",
                        "diamond-client",
                        "flyway-core",
                        "flyway-mysql",
                        "h2",
                        "mysql-connector-j",
                        "org.eclipse.persistence.asm",
                        "org.eclipse.persistence.core",
                        "org.eclipse.persistence.jpa",
                        "org.eclipse.persistence.jpa.jpql",
                        "prometheus-metrics-config",
                        "prometheus-metrics-core",
                        "prometheus-metrics-exposition-textformats",
                        "prometheus-metrics-model",
                        "prometheus-metrics-tracer-common",
                        "prometheus-metrics-tracer-initializer",
                        "prometheus-metrics-tracer-otel",
                        "prometheus-metrics-tracer-otel-agent",
                        "re2j",
                        "slf4j-api",
                        "slf4j-jdk14",
                        "snakeyaml-engine");
    }

    @Test
    void war_bringsNothingThatTheServersShadow() throws IOException {
        assertThat(libraries())
                .noneMatch(jar -> jar.matches("snakeyaml-\\d.*")
                        || jar.startsWith("nimbus")
                        || jar.startsWith("jakarta.")
                        || jar.startsWith("jackson"));
    }

    @Test
    void war_carriesTheDescriptorsAndTheMigrations() throws IOException {
        assertThat(entries())
                .contains(
                        "WEB-INF/web.xml",
                        "WEB-INF/beans.xml",
                        "WEB-INF/payara-web.xml",
                        "WEB-INF/jboss-web.xml",
                        "WEB-INF/classes/META-INF/persistence.xml")
                .anyMatch(entry -> entry.matches("WEB-INF/classes/db/migration/V1__.*\\.sql"));
    }

    private static List<String> libraries() throws IOException {
        String folder = "WEB-INF/lib/";
        return entries().stream()
                .filter(entry -> entry.startsWith(folder) && entry.endsWith(".jar"))
                .map(entry -> entry.substring(folder.length()))
                .toList();
    }

    private static List<String> entries() throws IOException {
        try (ZipFile war = new ZipFile(WAR)) {
            return war.stream().map(ZipEntry::getName).toList();
        }
    }
}
