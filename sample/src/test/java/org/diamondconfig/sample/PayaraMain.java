/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main class of the Payara Micro under test: one order a line, one word back when it is carried out. */
final class PayaraMain {

    static final String READY = "sample-ready";
    static final String DEPLOY = "deploy";
    static final String UNDEPLOY = "undeploy";

    private PayaraMain() {}

    public static void main(String[] args) throws Exception {
        Path preboot = Files.createTempFile("sample", ".txt");
        Files.writeString(preboot, """
                set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
                set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
                """);
        PayaraMicroRuntime runtime = PayaraMicroLauncher.create(new String[] {
                    "--port", args[0], "--prebootcommandfile", preboot.toString(), "--nocluster", "--disablephonehome"
                })
                .getRuntime();
        Files.delete(preboot);
        System.out.println(READY);

        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals(DEPLOY)) {
                runtime.deploy(new File(args[1]));
            } else {
                runtime.undeploy("sample");
            }
            System.out.println(READY);
        }
        System.exit(0);
    }
}
