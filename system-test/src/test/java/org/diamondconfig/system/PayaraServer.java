/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Payara Server as an operator runs it: a domain of its own, free ports of the loopback, and {@code asadmin} with the
 * commands of server-config's page. Confined to one thread; it ends with this JVM.
 */
final class PayaraServer implements AutoCloseable {

    private static final String DOMAIN = "diamond";
    private static final String MASTER_PASSWORD = "changeit";
    private static final long COMMAND_MINUTES = 8;
    private static final List<String> OTHER_PORTS = List.of(
            "orb.listener.port",
            "orb.ssl.port",
            "orb.mutualauth.port",
            "jms.port",
            "osgi.shell.telnet.port",
            "domain.jmxPort",
            "java.debugger.port");

    private final Path asadmin;
    private final Path home;
    private final Map<String, String> environment;
    private final int adminPort;
    private final int port;
    private final int securePort;

    /** Makes the domain; the server finds the driver in it, and its settings in this environment. */
    PayaraServer(Path dist, Path home, Path driver, Map<String, String> environment) throws IOException {
        asadmin = dist.resolve("bin/asadmin");
        this.home = home.toAbsolutePath();
        this.environment = environment;
        Iterator<Integer> ports = Ports.free(3 + OTHER_PORTS.size()).iterator();
        adminPort = ports.next();
        port = ports.next();
        securePort = ports.next();
        asadmin(
                "create-domain",
                "--nopassword",
                "--checkports=false",
                "--domaindir=" + domains(),
                "--adminport=" + adminPort,
                "--instanceport=" + port,
                "--domainproperties=http.ssl.port=" + securePort + ":"
                        + String.join(
                                ":",
                                OTHER_PORTS.stream()
                                        .map(name -> name + "=" + ports.next())
                                        .toList()),
                DOMAIN);
        Folders.copy(driver, domain().resolve("lib/mysql-connector-j.jar"));
    }

    /** The base of all addresses. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/diamond-server");
    }

    /** The base of all addresses once it listens for TLS. */
    URI secureUri() {
        return URI.create("https://127.0.0.1:" + securePort + "/diamond-server");
    }

    /** Puts the key of a server into the domain's own file of keys, as the page says. */
    void take(Authority authority) {
        Signals.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importkeystore",
                "-noprompt",
                "-srckeystore",
                authority.keyStore().toString(),
                "-srcstorepass",
                Authority.PASSWORD,
                "-srcalias",
                "diamond",
                "-destkeystore",
                domain().resolve("config/keystore.p12").toString(),
                "-deststorepass",
                MASTER_PASSWORD,
                "-destkeypass",
                MASTER_PASSWORD);
    }

    /** Starts it, for the first time with these commands. */
    void start(Path preboot) {
        asadmin("start-domain", "--domaindir=" + domains(), "--prebootcommandfile=" + preboot, DOMAIN);
        long pid = pid();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(pid), "diamond-killer-" + pid));
    }

    /** Runs a file of commands on the running server. */
    void run(Path commands) {
        asadmin("--port=" + adminPort, "multimode", "--file=" + commands);
    }

    void deploy(Path war) {
        asadmin(
                "--port=" + adminPort,
                "deploy",
                "--name=diamond-server",
                "--contextroot=/diamond-server",
                war.toString());
    }

    void undeploy() {
        asadmin("--port=" + adminPort, "undeploy", "diamond-server");
    }

    private long pid() {
        try {
            return Long.parseLong(
                    Files.readString(domain().resolve("config/pid")).strip());
        } catch (IOException e) {
            throw new IllegalStateException("the server has not started, see " + domain().resolve("logs"), e);
        }
    }

    private Path domains() {
        return home.resolve("domains");
    }

    private Path domain() {
        return domains().resolve(DOMAIN);
    }

    private void asadmin(String... arguments) {
        List<String> command = new ArrayList<>(List.of(asadmin.toString()));
        command.addAll(Arrays.asList(arguments));
        Path log = home.resolve("asadmin.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("DIAMOND_") || name.startsWith("POOL_"));
        builder.environment().putAll(environment);
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            if (!process.waitFor(COMMAND_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        command + " ended with " + process.exitValue() + "\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Stops it in good order. */
    @Override
    public void close() {
        long pid = pid();
        try {
            asadmin("stop-domain", "--domaindir=" + domains(), DOMAIN);
        } finally {
            kill(pid);
        }
        Awaitility.await().until(() -> ProcessHandle.of(pid).isEmpty());
    }
}
