/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** WildFly: one unpacked distribution for all nodes, and a base folder with configuration and deployments for each. */
record WildFly(NodeOptions options, Path dist, Path war, Optional<ContainerPool> pool) implements Container {

    /** What the distribution's own start script opens to its modules. */
    private static final List<String> MODULE_OPTIONS = List.of(
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    @Override
    public List<String> prepare(int port) throws IOException {
        Path base = layOut();
        List<String> command = new ArrayList<>(List.of(Folders.java()));
        command.addAll(options.javaArguments());
        command.addAll(MODULE_OPTIONS);
        command.add("-Djboss.modules.system.pkgs=org.jboss.byteman");
        command.add("-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"));
        command.add("-Dlogging.configuration="
                + base.resolve("configuration/logging.properties").toUri());
        command.addAll(List.of("-jar", dist.resolve("jboss-modules.jar").toString()));
        command.addAll(List.of("-mp", dist.resolve("modules").toString(), "org.jboss.as.standalone"));
        command.add("-Djboss.home.dir=" + dist);
        command.add("-Djboss.server.base.dir=" + base);
        boolean secured = options.tls().isPresent();
        command.add("-Djboss.http.port=" + (secured ? Ports.free() : port));
        command.add("-Djboss.https.port=" + (secured ? port : Ports.free()));
        command.add("-Djboss.management.http.port=" + Ports.free());
        command.addAll(List.of("-b", "127.0.0.1", "-bmanagement", "127.0.0.1"));
        return command;
    }

    /** A base folder as it comes, with the web applications in it: each start deploys anew. */
    private Path layOut() throws IOException {
        Path base = options.home().resolve("standalone");
        Folders.delete(base);
        Folders.copyTree(dist.resolve("standalone/configuration"), base.resolve("configuration"));
        Path deployments = Files.createDirectories(base.resolve("deployments"));
        for (var other : options.wars().entrySet()) {
            Folders.copy(other.getValue(), deployments.resolve(other.getKey() + ".war"));
        }
        List<String> commands = new ArrayList<>();
        if (pool.isPresent()) {
            Folders.copy(pool.get().driver(), deployments.resolve("mysql-connector-j.jar"));
            commands.addAll(Files.readAllLines(pool.get().commands()));
            commands.addAll(deploying());
        } else {
            Folders.copy(war, deployments.resolve("diamond-server.war"));
        }
        if (options.tls().isPresent()) {
            commands.addAll(Files.readAllLines(documented("tls.cli")));
        }
        if (!commands.isEmpty()) {
            configure(base, commands);
        }
        return base;
    }

    /** The documented commands, with the WAR and the data folder of this node. */
    private List<String> deploying() throws IOException {
        return Files.readAllLines(documented("deploy.cli")).stream()
                .map(line -> line.replace("target/diamond-server.war", war.toString())
                        .replace("/srv/diamond", options.data().toString()))
                .toList();
    }

    private static Path documented(String file) {
        return Path.of(System.getProperty("server.config"), "wildfly", file);
    }

    /** Runs commands of the container's command line on the configuration in this folder, with no server running. */
    private void configure(Path base, List<String> commands) throws IOException {
        List<String> script = new ArrayList<>(List.of("embed-server --std-out=discard"));
        script.addAll(commands);
        script.add("stop-embedded-server");
        Path file = Files.write(options.home().resolve("configure.cli"), script);
        List<String> command = new ArrayList<>(List.of(Folders.java()));
        command.addAll(MODULE_OPTIONS);
        command.addAll(List.of("-Djboss.home.dir=" + dist, "-Djboss.server.base.dir=" + base));
        command.addAll(List.of("-jar", dist.resolve("jboss-modules.jar").toString()));
        command.addAll(List.of("-mp", dist.resolve("modules").toString(), "org.jboss.as.cli", "--file=" + file));
        Path log = options.home().resolve("configure.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JBOSS_HOME", dist.toString());
        builder.environment().putAll(options.environment());
        Process cli = builder.start();
        if (cli.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("the command line failed\n" + Files.readString(log));
        }
    }
}
