/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar alone: what it needs, and that it runs. */
class NoDependenciesIT {

    private static final Path JAR = Path.of(System.getProperty("client.jar"));

    @TempDir
    Path folder;

    @Test
    void jarRunsOnABareJvm() throws IOException, InterruptedException {
        String name = BareMain.class.getName().replace('.', '/') + ".class";
        Path program = folder.resolve("program").resolve(name);
        Files.createDirectories(program.getParent());
        Files.copy(Path.of("target/test-classes").resolve(name), program);
        Path output = folder.resolve("output");

        try (OneConfigServer server = new OneConfigServer()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--limit-modules",
                            "java.base,java.net.http",
                            "-cp",
                            JAR + File.pathSeparator + folder.resolve("program"),
                            BareMain.class.getName(),
                            server.address(),
                            folder.resolve("home").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
            process.destroyForcibly();

            assertThat(ended).as("the program ends by itself").isTrue();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).isEqualTo("hello" + System.lineSeparator());
    }

    @Test
    void jarUsesTheBaseAndHttpOnly() {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int status = ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, "-s", JAR.toString());

        assertThat(status).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(".* -> ", "")))
                .containsExactlyInAnyOrder("java.base", "java.net.http");
    }
}
