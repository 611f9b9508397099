/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payara Micro: one jar, told everything on its command line. */
record PayaraMicro(NodeOptions options, Path jar, Path preboot, Path war, Optional<ContainerPool> pool)
        implements Container {

    @Override
    public List<String> prepare(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(Folders.java()));
        command.addAll(options.javaArguments());
        options.tls().ifPresent(authority -> {
            command.add("-Djavax.net.ssl.keyStore=" + authority.keyStore());
            command.add("-Djavax.net.ssl.keyStorePassword=" + Authority.PASSWORD);
        });
        command.addAll(List.of("-jar", jar.toString(), "--nocluster"));
        command.addAll(List.of(options.tls().isPresent() ? "--sslport" : "--port", Integer.toString(port)));
        if (options.tls().isPresent()) {
            command.addAll(List.of("--sslcert", "diamond"));
        }
        command.addAll(List.of("--prebootcommandfile", prebootCommands().toString()));
        if (options.tuned()) {
            command.addAll(List.of("--shutdowngrace", "2000"));
        }
        pool.ifPresent(made -> command.addAll(List.of(
                "--addlibs",
                made.driver().toString(),
                "--postbootcommandfile",
                made.commands().toString())));
        command.addAll(List.of("--deploy", war.toString()));
        for (var other : options.wars().entrySet()) {
            Path named = options.home().resolve("wars").resolve(other.getKey() + ".war");
            Folders.copy(other.getValue(), named);
            command.addAll(List.of("--deploy", named.toString()));
        }
        return command;
    }

    /** The documented files; of an untuned node only the lines that keep it off the network. */
    private Path prebootCommands() throws IOException {
        if (options.tls().isPresent()) {
            String both = Files.readString(preboot) + Files.readString(preboot.resolveSibling("tls.txt"));
            return Files.writeString(
                    options.home().resolve("preboot.txt"), both.replace("address=0.0.0.0", "address=127.0.0.1"));
        }
        if (options.tuned()) {
            return preboot;
        }
        List<String> loopbackOnly = Files.readAllLines(preboot).stream()
                .filter(line -> line.contains(".address=") || line.contains("hazelcast"))
                .toList();
        return Files.write(options.home().resolve("preboot.txt"), loopbackOnly);
    }
}
