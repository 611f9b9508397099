/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The start of the server in this process: the checks, then Payara Micro, then the greeting. */
final class Startup {

    private final Options options;
    private final ServerFiles files;

    private Startup(Options options) {
        this.options = options;
        this.files = new ServerFiles(options);
    }

    /** Called by {@link Launcher}. Ends the process with a sentence and an exit code when the server cannot start. */
    static void run(String... arguments) {
        try {
            if (Usage.isAskedBy(arguments)) {
                System.out.print(Usage.TEXT);
                return;
            }
            Options options = Options.fromEnvironment();
            new Preflight(options).run();
            new Startup(options).start();
            System.out.println(Greeting.of(options));
        } catch (CannotStart e) {
            System.err.println("Diamond cannot start: " + e.getMessage());
            System.exit(e.exitCode());
        }
    }

    private void start() throws CannotStart {
        System.setProperty("diamond.data", options.data().toString());
        System.setProperty("diamond.access", options.access());
        options.tls().ifPresent(TlsListener::show);
        System.out.println("Diamond is starting; its log is " + files.log());
        try {
            files.write();
            PayaraMicroLauncher.create(arguments());
            if (isAlive()) {
                return;
            }
        } catch (IOException e) {
            throw new CannotStart(
                    CannotStart.FOLDER_UNUSABLE,
                    "the data folder " + options.data() + " cannot be written: " + e.getMessage());
        } catch (Exception e) { // Payara declares no narrower one; its log has the details
            throw notDeployed();
        }
        throw notDeployed();
    }

    /** Payara Micro goes on without an application that failed to deploy; only an answer of ours tells. */
    private boolean isAlive() throws IOException {
        HttpURLConnection probe = (HttpURLConnection)
                URI.create(options.url() + "/health/live").toURL().openConnection();
        try {
            return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            probe.disconnect();
        }
    }

    private String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--port",
                Integer.toString(options.port()),
                "--prebootcommandfile",
                files.preboot().toString(),
                "--logproperties",
                files.logging().toString(),
                "--rootdir",
                files.server().toString(),
                "--unpackdir",
                files.jars().toString(),
                "--nocluster",
                "--shutdowngrace",
                "2000",
                "--disablephonehome"));
        options.tls()
                .ifPresent(tls ->
                        arguments.addAll(List.of("--sslport", Integer.toString(tls.port()), "--sslcert", tls.alias())));
        return arguments.toArray(String[]::new);
    }

    private CannotStart notDeployed() {
        return new CannotStart(
                CannotStart.NOT_DEPLOYED,
                "the application server did not take it; the reason is at the end of " + files.log());
    }
}
