/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.Timeout;

/** The command line as it was built, at a real closed server that is started once for all of it. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@Timeout(600)
class CliIT {

    private static Path home;
    private static Node node;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        home = TestNodes.home("cli");
        node = Nodes.payara(NodeOptions.in(home.resolve("node"))
                .light()
                .with("diamond.access", "closed")
                .with("diamond.admin.password-file", Admin.passwordIn(home).toString()));
        node.start();
        token = new Admin(node.uri(), HttpClient.newHttpClient())
                .signIn()
                .token("""
                        {"description": "cli", "grants": [{"can": ["admin"], "namespace": "*"}]}""")
                .string("token");
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    /** The command line of somebody with a home of his own, who knows the server and shows nothing. */
    private static Diamond stranger(String name) {
        try {
            return new Diamond(Files.createDirectories(home.resolve(name)))
                    .with("DIAMOND_SERVER", node.uri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Diamond operator() {
        return stranger("operator").with("DIAMOND_TOKEN", token);
    }

    @Nested
    @Order(1)
    class Configurations extends CliConfigurations {

        @Override
        Diamond diamond() {
            return operator();
        }
    }

    @Nested
    @Order(2)
    class Operations extends CliOperations {

        @Override
        Diamond diamond() {
            return operator();
        }

        @Override
        Diamond stranger(String name) {
            return CliIT.stranger(name);
        }
    }

    @Nested
    @Order(3)
    class Processes extends CliProcesses {

        @Override
        Diamond diamond() {
            return operator();
        }
    }

    @Nested
    @Order(4)
    class Examples extends CliExamples {

        @Override
        Diamond diamond() {
            return operator().with("DIAMOND_URL", node.uri().toString());
        }
    }

    /** Looks at what all of the above did: it wants them to run first. */
    @Nested
    @Order(5)
    class All {

        /** The one of these that a server refuses unless its store was exchanged. */
        private static final List<String> REFUSED = List.of("ops adopt-store");

        @Test
        void everyCommand_wentWell() {
            List<String> commands = operator()
                    .well("reference")
                    .lines()
                    .filter(line -> line.startsWith("## diamond ") || line.startsWith("### diamond "))
                    .map(line -> line.replaceFirst("#+ diamond ", ""))
                    .toList();

            assertThat(commands).hasSizeGreaterThan(80);
            assertThat(Diamond.WENT_WELL)
                    .containsAll(commands.stream()
                            .filter(command -> !REFUSED.contains(command))
                            .toList());
        }
    }
}
