/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** WildFly on a base folder of its own, told by the marker files of its deployment scanner. */
final class WildFlyServer extends SampleServer {

    private static final Path HOME = Path.of(System.getProperty("sample.wildfly"));
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final Path deployments;

    private WildFlyServer(Process process, int port, Path deployments) {
        super(process, port);
        this.deployments = deployments;
    }

    static WildFlyServer start(URI diamond, Path folder) throws IOException {
        Path base = folder.resolve("wildfly");
        Path configuration = Files.createDirectories(base.resolve("configuration"));
        Path deployments = Files.createDirectories(base.resolve("deployments"));
        try (Stream<Path> files = Files.list(HOME.resolve("standalone/configuration"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()));
            }
        }
        Path xml = configuration.resolve("standalone.xml");
        Files.writeString(xml, Files.readString(xml).replace("scan-interval=\"5000\"", "scan-interval=\"200\""));

        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                HOME.resolve("bin/standalone.sh").toString(),
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1",
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + freePort(),
                "-Djboss.management.http.port=" + freePort(),
                "-Dsample.servers=" + diamond,
                "-Dsample.home=" + folder.resolve("home"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("wildfly.log").toFile());
        return new WildFlyServer(builder.start(), port, deployments);
    }

    @Override
    void deploy() throws IOException {
        Files.copy(WAR, deployments.resolve("sample.war"), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(deployments.resolve("sample.war.dodeploy"));
        waitFor("sample.war.deployed");
    }

    @Override
    void undeploy() throws IOException {
        Files.delete(deployments.resolve("sample.war.deployed"));
        waitFor("sample.war.undeployed");
    }

    private void waitFor(String marker) {
        await().atMost(PATIENCE).until(() -> isAlive() && Files.exists(deployments.resolve(marker)));
    }
}
