/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** Payara Micro, told by its standard input to deploy and undeploy. */
final class PayaraServer extends SampleServer {

    private static final Path JAR = Path.of(System.getProperty("sample.payara"));

    private final PrintStream orders;
    private final BufferedReader console;

    private PayaraServer(Process process, int port) {
        super(process, port);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.console = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static PayaraServer start(URI diamond, Path folder) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(java("java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(openings());
        command.addAll(List.of("-Dsample.servers=" + diamond, "-Dsample.home=" + folder.resolve("home")));
        command.addAll(List.of("-cp", JAR + System.getProperty("path.separator") + "target/test-classes"));
        command.addAll(List.of(PayaraMain.class.getName(), Integer.toString(port), WAR.toString()));
        PayaraServer server = new PayaraServer(
                new ProcessBuilder(command).redirectErrorStream(true).start(), port);
        server.waitFor(PayaraMain.READY);
        return server;
    }

    @Override
    void deploy() throws IOException {
        orders.println(PayaraMain.DEPLOY);
        waitFor(PayaraMain.READY);
    }

    @Override
    void undeploy() throws IOException {
        orders.println(PayaraMain.UNDEPLOY);
        waitFor(PayaraMain.READY);
    }

    private void waitFor(String word) throws IOException {
        for (String line = console.readLine(); !word.equals(line); line = console.readLine()) {
            if (line == null) {
                throw new IOException("Payara Micro ended");
            }
        }
    }

    /** What {@code java -jar} takes from the manifest must be given by hand when another class is the main one. */
    private static List<String> openings() throws IOException {
        List<String> options = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (String kind : List.of("Add-Opens", "Add-Exports")) {
                for (String target :
                        jar.getManifest().getMainAttributes().getValue(kind).split(" ")) {
                    options.add("--" + kind.toLowerCase(java.util.Locale.ROOT) + "=" + target + "=ALL-UNNAMED");
                }
            }
        }
        return options;
    }
}
